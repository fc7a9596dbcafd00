/** The commands: every button, menu entry and shortcut goes through one of them. */

import { JupyterFrontEnd } from '@jupyterlab/application';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { CommandRegistry } from '@lumino/commands';
import { JSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Widget } from '@lumino/widgets';

import { IServices } from './components/context';
import { withNeeds } from './flow';
import { graphIcon } from './icons';
import { CommandIDs } from './ids';
import { cellsOf, cellText, goToCell, tagCell, tagOf } from './notebook';
import { ISuggestion, Role } from './tokens';
import { GraphView, PipelinePanel } from './widget';

type Args = ReadonlyPartialJSONObject;
type Options = CommandRegistry.ICommandOptions;

interface IPlaces {
  readonly app: JupyterFrontEnd;
  /** Where there is room for a large graph: Notebook 7 has one document in its main area. */
  readonly roomy: 'main' | 'down';
  readonly panel: PipelinePanel;
  readonly tracker: INotebookTracker;
  readonly services: IServices;
}

function text(args: Args, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

function schema(properties: { [name: string]: string }): Options['describedBy'] {
  const described = Object.entries(properties).map(([name, description]) => [
    name,
    { type: name === 'focus' ? 'boolean' : 'string', description }
  ]);
  return { args: { type: 'object', properties: Object.fromEntries(described) as JSONObject } };
}

/** Add all commands. */
export function addCommands(places: IPlaces): void {
  const { app } = places;
  const all = { ...viewing(places), ...tagging(places), ...running(places), ...inKernel(places) };
  Object.entries(all).forEach(([id, options]) => app.commands.addCommand(id, options));
  const changed = (): void => Object.keys(all).forEach(id => app.commands.notifyCommandChanged(id));
  places.services.runs.changed.connect(changed);
}

function viewing({ app, roomy, panel, services }: IPlaces): { [id: string]: Options } {
  const { model, trans } = services;
  let view: Widget | null = null;
  return {
    [CommandIDs.showPanel]: {
      label: trans.__('Show Pipeline'),
      caption: trans.__('Show the pipeline of the notebook'),
      icon: args => (args.isPalette ? undefined : graphIcon),
      describedBy: schema({}),
      execute: () => app.shell.activateById(panel.id)
    },
    [CommandIDs.openGraph]: {
      label: trans.__('Open Graph of the Pipeline'),
      caption: trans.__('Open the graph where there is more room'),
      describedBy: schema({}),
      execute: () => {
        if (!view || view.isDisposed) {
          view = new GraphView(services);
          app.shell.add(view, roomy, { mode: 'split-right' });
        }
        app.shell.activateById(view.id);
      }
    },
    [CommandIDs.exportGraph]: {
      label: trans.__('Export Graph of the Pipeline as SVG'),
      describedBy: schema({}),
      isEnabled: () => model.panel !== null,
      execute: async () => {
        const { detail } = model.settings;
        const svg = await model.api.svg({ ...model.source(), detail });
        download(`${model.graph?.name ?? 'pipeline'}.svg`, svg);
      }
    },
    [CommandIDs.goToNode]: {
      label: trans.__('Go to Node'),
      describedBy: schema({ name: 'the node', focus: 'whether the notebook gets the keyboard' }),
      execute: async args => {
        const id = model.cell(model.node(text(args, 'name'))?.cells[0] ?? null)?.id;
        if (id && model.panel) {
          await goToCell(model.panel, id, args.focus === true);
        }
      }
    },
    [CommandIDs.goToCell]: {
      label: trans.__('Go to Cell'),
      describedBy: schema({ id: 'the cell', focus: 'whether the notebook gets the keyboard' }),
      execute: async args => {
        if (model.panel) {
          await goToCell(model.panel, text(args, 'id'), args.focus === true);
        }
      }
    }
  };
}

function download(name: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'image/svg+xml' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function tagging({ tracker, services }: IPlaces): { [id: string]: Options } {
  const { model, trans } = services;
  const isEnabled = (): boolean => tracker.currentWidget !== null;
  const cellId = (args: Args): string => text(args, 'id') || (tracker.activeCell?.model.id ?? '');
  const accept = (found: ISuggestion): void => {
    const id = model.cell(found.cell)?.id;
    if (model.panel && id) {
      tagCell(model.panel, id, { role: found.role, name: found.name }, model.settings.tagging);
    }
  };
  const suggested = (id: string): ISuggestion | undefined =>
    model.analysis?.suggestions.find(each => model.cell(each.cell)?.id === id);
  const tag = (id: string, role: Role | '', name: string): void => {
    const current = tracker.currentWidget;
    if (current) {
      tagCell(current, id, role ? { role, name: name || null } : null, model.settings.tagging);
    }
  };
  return {
    [CommandIDs.toggleNode]: {
      label: trans.__('Tag as Node, or Untag'),
      caption: trans.__('Make the cell a node of the pipeline, or take its tag away'),
      icon: graphIcon,
      describedBy: schema({ id: 'the cell; the active one when it is not given' }),
      isEnabled,
      execute: args => {
        const id = cellId(args);
        const held = tracker.currentWidget && cellText(tracker.currentWidget, id);
        const name = suggested(id)?.name ?? '';
        tag(id, held && tagOf(held) ? '' : 'node', name);
      }
    },
    [CommandIDs.tagCell]: {
      label: trans.__('Tag Cell'),
      describedBy: schema({ id: 'the cell', role: 'node, params, …, or nothing', name: 'the name' }),
      isEnabled,
      execute: args => tag(cellId(args), text(args, 'role') as Role | '', text(args, 'name'))
    },
    [CommandIDs.renameNode]: {
      label: trans.__('Rename Node'),
      describedBy: schema({ id: 'a cell of the node', name: 'its new name' }),
      isEnabled,
      execute: args => {
        const cell = model.graph?.cells.find(each => each.id === cellId(args));
        const same = model.graph?.cells.filter(each => each.tagged && each.name === cell?.name);
        same?.forEach(each => tag(each.id, each.role as Role, text(args, 'name')));
      }
    },
    [CommandIDs.accept]: {
      label: trans.__('Tag Cell as Suggested'),
      describedBy: schema({ id: 'the cell; the active one when it is not given' }),
      isEnabled,
      execute: args => {
        const found = suggested(cellId(args));
        if (found) {
          accept(found);
        }
      }
    },
    [CommandIDs.acceptAll]: {
      label: trans.__('Tag All Cells as Suggested'),
      describedBy: schema({}),
      isEnabled: () => (model.analysis?.suggestions.length ?? 0) > 0,
      execute: () => [...(model.analysis?.suggestions ?? [])].forEach(accept)
    }
  };
}

function running({ app, panel, services }: IPlaces): { [id: string]: Options } {
  const { model, runs, trans } = services;
  const show = (): void => {
    app.shell.activateById(panel.id);
    model.tab = 'run';
  };
  const isFree = (): boolean =>
    model.panel !== null && !runs.place.busy && runs.place.state?.status !== 'running';
  return {
    [CommandIDs.promote]: {
      label: trans.__('Promote to Pipeline…'),
      caption: trans.__('Write the pipeline of the notebook as a project'),
      describedBy: schema({}),
      isEnabled: isFree,
      execute: async () => {
        show();
        await runs.convert();
      }
    },
    [CommandIDs.verify]: {
      label: trans.__('Verify the Pipeline'),
      caption: trans.__('Run notebook and pipeline, and compare what they make'),
      describedBy: schema({}),
      isEnabled: isFree,
      execute: async () => {
        show();
        await runs.verify();
      }
    },
    [CommandIDs.run]: {
      label: trans.__('Run the Pipeline'),
      describedBy: schema({ to: 'the last node', from: 'the first node' }),
      isEnabled: isFree,
      execute: async args => {
        show();
        await runs.run({ to: text(args, 'to') || undefined, from: text(args, 'from') || undefined });
      }
    },
    [CommandIDs.stop]: {
      label: trans.__('Stop the Run'),
      describedBy: schema({}),
      isEnabled: () => runs.place.state?.status === 'running',
      execute: () => runs.stop()
    }
  };
}

/** What runs in the notebook's own kernel, because the user said so. */
function inKernel({ services }: IPlaces): { [id: string]: Options } {
  const { model, trans } = services;
  const runCells = async (ids: readonly string[]): Promise<void> => {
    const { panel } = model;
    if (panel && ids.length > 0) {
      const wanted = new Set(ids);
      const cells = panel.content.widgets.filter(cell => wanted.has(cell.model.id));
      await NotebookActions.runCells(panel.content, cells, panel.sessionContext);
    }
  };
  return {
    [CommandIDs.runStale]: {
      label: trans.__('Run What Is Stale'),
      caption: trans.__('Run the cells whose code or inputs have changed, in order'),
      describedBy: schema({}),
      isEnabled: () => model.stale.size > 0,
      execute: () => runCells([...model.stale])
    },
    [CommandIDs.runNeeded]: {
      label: trans.__('Run Cell with What It Needs'),
      describedBy: schema({ name: 'the node; that of the active cell when it is not given' }),
      isEnabled: () => model.panel !== null,
      execute: args => {
        const { graph, panel } = model;
        const node = graph?.nodes.find(each => each.name === text(args, 'name'));
        const active = panel?.content.activeCell?.model.id;
        const ids = node ? node.cells.map(number => model.cell(number)?.id ?? '') : [active ?? ''];
        const known = panel ? cellsOf(panel).map(cell => cell.id) : [];
        return graph ? runCells(withNeeds(graph.cells, ids).filter(id => known.includes(id))) : undefined;
      }
    }
  };
}
