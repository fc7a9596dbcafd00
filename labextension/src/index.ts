/** The plugin: puts panel, commands, badges and settings into JupyterLab or Notebook 7. */

import { ILabShell, ILayoutRestorer, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { Api } from './api';
import { showBadges } from './badges';
import { addCommands } from './commands';
import { IServices } from './components/context';
import { Executions } from './executions';
import { CommandIDs } from './ids';
import { PipelineModel } from './model';
import { RunsModel } from './runs';
import { readSettings } from './settings';
import { PipelinePanel } from './widget';

const PALETTE: readonly string[] = [
  CommandIDs.showPanel,
  CommandIDs.openGraph,
  CommandIDs.exportGraph,
  CommandIDs.toggleNode,
  CommandIDs.accept,
  CommandIDs.acceptAll,
  CommandIDs.promote,
  CommandIDs.verify,
  CommandIDs.run,
  CommandIDs.stop,
  CommandIDs.runStale,
  CommandIDs.runNeeded
];

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'nb2pipe:plugin',
  description: 'Shows the pipeline of the open notebook, promotes it and runs it.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [
    ISettingRegistry,
    ICommandPalette,
    ILauncher,
    ILayoutRestorer,
    ITranslator,
    IEditorLanguageRegistry,
    ILabShell
  ],
  activate
};

function activate(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  settings: ISettingRegistry | null,
  palette: ICommandPalette | null,
  launcher: ILauncher | null,
  restorer: ILayoutRestorer | null,
  translator: ITranslator | null,
  languages: IEditorLanguageRegistry | null,
  labShell: ILabShell | null
): void {
  const model = new PipelineModel(new Api(app.serviceManager.serverSettings), new Executions(tracker));
  const services: IServices = {
    model,
    runs: new RunsModel(model),
    commands: app.commands,
    trans: (translator ?? nullTranslator).load('nb2pipe'),
    highlight: highlighter(languages)
  };
  const panel = new PipelinePanel(services);
  addCommands({ app, roomy: labShell ? 'main' : 'down', panel, tracker, services });
  showBadges(model);
  follow(tracker, model);
  place(app, panel, settings, model);
  restorer?.add(panel, panel.id);
  offer(services, palette, launcher);
}

function follow(tracker: INotebookTracker, model: PipelineModel): void {
  const show = (): void => {
    model.panel = tracker.currentWidget;
  };
  tracker.currentChanged.connect(show);
  show();
}

/** Put the panel on its side now, and follow the settings. */
function place(
  app: JupyterFrontEnd,
  panel: PipelinePanel,
  settings: ISettingRegistry | null,
  model: PipelineModel
): void {
  app.shell.add(panel, model.settings.side, { rank: 900 });
  if (!settings) {
    return;
  }
  void settings.load(plugin.id).then(held => {
    const update = (): void => {
      const before = model.settings.side;
      model.settings = readSettings(held);
      if (model.settings.side !== before) {
        app.shell.add(panel, model.settings.side, { rank: 900 });
      }
    };
    held.changed.connect(update);
    update();
  });
}

function offer(services: IServices, palette: ICommandPalette | null, launcher: ILauncher | null): void {
  const category = services.trans.__('Notebook Pipeline');
  PALETTE.forEach(command => palette?.addItem({ command, category, args: { isPalette: true } }));
  launcher?.add({ command: CommandIDs.showPanel, category: 'Other', rank: 50 });
}

function highlighter(languages: IEditorLanguageRegistry | null): IServices['highlight'] {
  return async (code, language, host) => {
    const found = languages?.findBest(language) ?? null;
    if (languages && found) {
      await languages.highlight(code, found, host);
    } else {
      host.textContent = code;
    }
  };
}

export default plugin;
