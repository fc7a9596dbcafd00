/** What ran in the kernel, told by JupyterLab: nothing is ever asked of the kernel. */

import { Cell } from '@jupyterlab/cells';
import { INotebookTracker, Notebook, NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { ISignal, Signal } from '@lumino/signaling';

import { IExecution } from './stale';

interface IExecuted {
  readonly notebook: Notebook;
  readonly cell: Cell;
  readonly success: boolean;
}

export class Executions {
  constructor(tracker: INotebookTracker) {
    NotebookActions.executed.connect(this._onExecuted, this);
    tracker.forEach(panel => this._watch(panel));
    tracker.widgetAdded.connect((_, panel) => this._watch(panel));
  }

  /** Emits a notebook in which something ran, or whose kernel began anew. */
  get changed(): ISignal<this, Notebook> {
    return this._changed;
  }

  /** The last run of each cell in the kernel that is attached. */
  of(panel: NotebookPanel): ReadonlyMap<string, IExecution> {
    return this._ran.get(panel.content) ?? new Map();
  }

  private _watch(panel: NotebookPanel): void {
    const forget = (): void => {
      this._ran.delete(panel.content);
      this._changed.emit(panel.content);
    };
    panel.sessionContext.kernelChanged.connect(forget);
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (status === 'restarting' || status === 'autorestarting') {
        forget();
      }
    });
  }

  private _onExecuted(_: unknown, { notebook, cell, success }: IExecuted): void {
    if (cell.model.type !== 'code') {
      return;
    }
    const ran = this._ran.get(notebook) ?? new Map<string, IExecution>();
    this._ran.set(notebook, ran);
    if (success) {
      this._order += 1;
      ran.set(cell.model.id, { source: cell.model.sharedModel.getSource(), order: this._order });
    } else {
      ran.delete(cell.model.id);
    }
    this._changed.emit(notebook);
  }

  private _order = 0;
  private readonly _ran = new WeakMap<Notebook, Map<string, IExecution>>();
  private readonly _changed = new Signal<this, Notebook>(this);
}
