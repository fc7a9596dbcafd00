/** A word beside each cell of the notebook: what it is in the pipeline, and whether it is well. */

import { NotebookPanel } from '@jupyterlab/notebook';

import { worst } from './flow';
import { PipelineModel } from './model';
import { ICell, IGraph } from './tokens';

const PLAIN: ReadonlySet<string> = new Set(['unused', 'skip', 'setup']);

/** Keeps the badges of the current notebook in step with its graph; the file knows nothing of them. */
export function showBadges(model: PipelineModel): void {
  let last: NotebookPanel | null = null;
  model.changed.connect(() => {
    if (last && last !== model.panel && !last.isDisposed) {
      clear(last);
    }
    last = model.panel;
    if (last && model.settings.badges && model.graph) {
      draw(last, model.graph, model.stale);
    } else if (last) {
      clear(last);
    }
  });
}

function draw(panel: NotebookPanel, graph: IGraph, stale: ReadonlySet<string>): void {
  const cells = new Map(graph.cells.map(cell => [cell.id, cell]));
  for (const widget of panel.content.widgets) {
    const cell = cells.get(widget.model.id);
    put(widget.node, 'badge', cell ? badge(cell) : null);
    put(widget.node, 'role', cell?.role ?? null);
    put(widget.node, 'severity', cell ? worst(graph, cell.number) : null);
    put(widget.node, 'stale', stale.has(widget.model.id) ? 'stale' : null);
  }
}

function badge(cell: ICell): string | null {
  if (PLAIN.has(cell.role) && !cell.tagged) {
    return null;
  }
  return cell.name ?? cell.role;
}

function put(node: HTMLElement, name: string, value: string | null): void {
  const attribute = `data-nb2pipe-${name}`;
  if (value === null) {
    node.removeAttribute(attribute);
  } else if (node.getAttribute(attribute) !== value) {
    node.setAttribute(attribute, value);
  }
}

function clear(panel: NotebookPanel): void {
  for (const { node } of panel.content.widgets) {
    for (const name of ['badge', 'role', 'severity', 'stale']) {
      put(node, name, null);
    }
  }
}
