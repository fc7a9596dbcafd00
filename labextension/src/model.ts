/** The pipeline of the current notebook: what is known of it, and who is told when that changes. */

import { NotebookPanel } from '@jupyterlab/notebook';
import { Debouncer } from '@lumino/polling';
import { ISignal, Signal } from '@lumino/signaling';

import { Api, ApiError } from './api';
import { Executions } from './executions';
import { indexOf } from './flow';
import { cellsOf, tagOf, textOf, textOfCell } from './notebook';
import { DEFAULTS, ISettings } from './settings';
import { staleCells } from './stale';
import { IAnalysis, ICell, IGraph, INode, INotebookText } from './tokens';

export type Tab = 'list' | 'graph' | 'cells' | 'problems' | 'code' | 'data' | 'run';

export class PipelineModel {
  constructor(
    readonly api: Api,
    private readonly _executions: Executions
  ) {
    this._debouncer = new Debouncer(() => this._analyse(), this._settings.debounce);
    _executions.changed.connect((_, notebook) => {
      if (notebook === this._panel?.content && this._watchers > 0) {
        this._update();
      }
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get panel(): NotebookPanel | null {
    return this._panel;
  }

  /** Watch another notebook; what was known of it is shown at once. */
  set panel(panel: NotebookPanel | null) {
    if (panel === this._panel) {
      return;
    }
    this._unwatch();
    this._panel = panel && !panel.isDisposed ? panel : null;
    this._problem = null;
    this._watch();
    this._update();
    this.refresh();
  }

  get settings(): ISettings {
    return this._settings;
  }

  set settings(settings: ISettings) {
    this._settings = settings;
    this._debouncer.dispose();
    this._debouncer = new Debouncer(() => this._analyse(), settings.debounce);
    this.refresh();
    this._changed.emit();
  }

  get analysis(): IAnalysis | null {
    return (this._panel && this._known.get(this._panel)) ?? null;
  }

  get graph(): IGraph | null {
    return this.analysis?.graph ?? null;
  }

  /** Why there is no newer analysis. */
  get problem(): ApiError | null {
    return this._problem;
  }

  get tab(): Tab {
    return this._tab;
  }

  set tab(tab: Tab) {
    this._tab = tab;
    this._changed.emit();
  }

  /** The path of the notebook, without the drive of a contents provider. */
  get path(): string {
    return (this._panel?.context.path ?? '').replace(/^[^/]*:/, '');
  }

  /** Whether untagged cells take part. */
  get auto(): boolean {
    const { auto } = this._settings;
    return auto === 'always' || (auto === 'untagged' && !this._isTagged());
  }

  /** The cell that is active in the notebook. */
  get activeCell(): ICell | null {
    const id = this._panel?.content.activeCell?.model.id;
    return (id !== undefined && this.graph && indexOf(this.graph).byId.get(id)) || null;
  }

  /** The node of the active cell. */
  get selected(): INode | null {
    return this.node(this.activeCell?.name ?? null);
  }

  /** The ids of cells that show what is no longer so. */
  get stale(): ReadonlySet<string> {
    return this._stale;
  }

  cell(number: number | null): ICell | null {
    return (number !== null && this.graph && indexOf(this.graph).byNumber.get(number)) || null;
  }

  node(name: string | null): INode | null {
    return (name !== null && this.graph && indexOf(this.graph).byName.get(name)) || null;
  }

  /** What is sent to the server to speak of this notebook. */
  source(): { notebook: INotebookText; path: string; folder?: string; auto: boolean } {
    if (!this._panel) {
      throw new Error('there is no notebook');
    }
    return { notebook: textOf(this._panel), path: this.path, ...this.folder(), auto: this.auto };
  }

  /** Where the notebook's project is, if the user said that. */
  folder: () => { folder?: string } = () => ({});

  /** Ask anew, though the text is the same: a proof has shown what no text says. */
  forget(): void {
    this._asked = new WeakMap();
    this.refresh();
  }

  /** Count who looks; while nobody does, nothing is worked out. */
  look(): void {
    this._watchers += 1;
    this.refresh();
  }

  lookAway(): void {
    this._watchers -= 1;
  }

  /** Work the graph out soon, where somebody looks. */
  refresh(): void {
    if (this._panel && this._watchers > 0) {
      void this._debouncer.invoke();
    }
  }

  private _isTagged(): boolean {
    const cells = this._panel ? cellsOf(this._panel) : [];
    return cells.some(cell => cell.type === 'code' && tagOf(textOfCell(cell)) !== null);
  }

  private _watch(): void {
    this._panel?.content.modelContentChanged.connect(this.refresh, this);
    this._panel?.content.activeCellChanged.connect(this._onActive, this);
    this._panel?.disposed.connect(this._onClosed, this);
  }

  private _unwatch(): void {
    this._panel?.content.modelContentChanged.disconnect(this.refresh, this);
    this._panel?.content.activeCellChanged.disconnect(this._onActive, this);
    this._panel?.disposed.disconnect(this._onClosed, this);
  }

  private _onActive(): void {
    this._changed.emit();
  }

  private _onClosed(): void {
    this.panel = null;
  }

  /** Ask the server, once at a time; what was typed meanwhile is asked next. */
  private async _analyse(): Promise<void> {
    if (this._asking) {
      this._again = true;
      return;
    }
    this._asking = true;
    try {
      await this._ask();
    } finally {
      this._asking = false;
    }
    if (this._again) {
      this._again = false;
      await this._analyse();
    }
  }

  private async _ask(): Promise<void> {
    const panel = this._panel;
    if (!panel?.content.model || this._watchers === 0) {
      return;
    }
    await panel.context.ready;
    const source = { ...this.source(), detail: this._settings.detail };
    const text = JSON.stringify(source);
    if (this._asked.get(panel) === text) {
      return;
    }
    const boxes = this._known.get(panel)?.drawing.boxes ?? [];
    const previous = Object.fromEntries(boxes.map(box => [box.id, box.x]));
    try {
      const analysis = await this.api.analyse({ ...source, previous });
      this._asked.set(panel, text);
      this._known.set(panel, analysis);
      this._problem = null;
    } catch (error) {
      this._problem = asProblem(error);
    }
    this._update();
  }

  private _update(): void {
    this._stale = new Set(this._findStale());
    this._changed.emit();
  }

  private _findStale(): readonly string[] {
    const panel = this._panel;
    if (!panel || !this.graph || !panel.sessionContext.session?.kernel) {
      return [];
    }
    const sources = new Map(cellsOf(panel).map(cell => [cell.id, cell.sharedModel.getSource()]));
    return staleCells(this.graph.cells, sources, this._executions.of(panel));
  }

  private _panel: NotebookPanel | null = null;
  private _settings = DEFAULTS;
  private _problem: ApiError | null = null;
  private _stale: ReadonlySet<string> = new Set();
  private _tab: Tab = 'list';
  private _watchers = 0;
  private _asking = false;
  private _again = false;
  private _debouncer: Debouncer;
  /** What was last sent of a notebook, and what was last worked out for it. */
  private _asked = new WeakMap<NotebookPanel, string>();
  private readonly _known = new WeakMap<NotebookPanel, IAnalysis>();
  private readonly _changed = new Signal<this, void>(this);
}

/** Any failure of a request, in two sentences. */
export function asProblem(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  const said = error instanceof Error ? error.message : String(error);
  return new ApiError(0, '', said, 'check that the Jupyter server runs');
}
