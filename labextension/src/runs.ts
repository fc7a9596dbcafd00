/** Conversions, proofs and runs of the current notebook, and how they go. */

import { ISignal, Signal } from '@lumino/signaling';

import { ApiError, ITarget } from './api';
import { after, IRunState, STARTED } from './events';
import { asProblem, PipelineModel } from './model';
import { IConversion, IDifference, IJob, IPastRun, Json } from './tokens';

/** What the user set for the next run. */
export interface IRunForm {
  readonly folder: string;
  readonly runner: string;
  readonly workers: string;
  readonly convertFirst: boolean;
  readonly params: ReadonlyMap<string, Json>;
}

const EMPTY: IRunForm = {
  folder: '',
  runner: 'sequential',
  workers: '',
  convertFirst: true,
  params: new Map()
};

/** What is known of one notebook's project and runs. */
interface IPlace {
  form: IRunForm;
  conversion: IConversion | null;
  /** A conversion that would change files, shown before it is done. */
  preview: IConversion | null;
  job: IJob | null;
  state: IRunState | null;
  problem: ApiError | null;
  busy: boolean;
}

function folderOf(place: IPlace): { folder?: string } {
  const folder = place.form.folder.trim();
  return folder ? { folder } : {};
}

export class RunsModel {
  constructor(private readonly _model: PipelineModel) {
    _model.folder = () => folderOf(this._place());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Everything about the runs of the current notebook. */
  get place(): Readonly<IPlace> {
    return this._place();
  }

  /** Past runs, newest first. */
  get past(): readonly IPastRun[] {
    return this._past;
  }

  set form(form: Partial<IRunForm>) {
    const place = this._place();
    place.form = { ...place.form, ...form };
    this._changed.emit();
  }

  /** Show what a conversion would change; a project that is not there yet is written at once. */
  async convert(): Promise<boolean> {
    return this._try(async place => {
      await this._save();
      const preview = await this._model.api.convert(this._target(place), { check: true });
      if (preview.difference.changed.length + preview.difference.stale.length > 0) {
        place.preview = preview;
      } else {
        await this._write(place, false);
      }
    });
  }

  /** Write what the preview showed. */
  async write(overwrite: boolean): Promise<boolean> {
    return this._try(place => this._write(place, overwrite));
  }

  dismiss(): void {
    const place = this._place();
    place.preview = null;
    place.problem = null;
    this._changed.emit();
  }

  /** Run the project, after a conversion where the user wants that; `nodes` limits the run. */
  async run(nodes: { to?: string; from?: string } = {}): Promise<boolean> {
    return this._try(async place => {
      const { form } = place;
      await this._save();
      const job = await this._model.api.run({
        project: await this._project(place),
        runner: form.runner,
        workers: form.workers ? Number(form.workers) : null,
        params: Object.fromEntries(form.params),
        ...(nodes.to ? { to_nodes: [nodes.to] } : {}),
        ...(nodes.from ? { from_nodes: [nodes.from] } : {})
      });
      this._follow(place, job);
    });
  }

  /** The folder of the project, which is written first where the user wants that. */
  private async _project(place: IPlace): Promise<string> {
    if (place.form.convertFirst) {
      await this._write(place, false);
    }
    place.conversion ??= await this._model.api.convert(this._target(place), { check: true });
    return place.conversion.folder;
  }

  /** Prove that the pipeline makes what the notebook makes. */
  async verify(): Promise<boolean> {
    return this._try(async place => {
      await this._save();
      this._follow(place, await this._model.api.verify(this._target(place)));
    });
  }

  async stop(): Promise<boolean> {
    return this._try(async place => {
      if (place.job) {
        await this._model.api.cancel(place.job.id);
      }
    });
  }

  async refreshPast(): Promise<void> {
    try {
      this._past = this._model.panel ? await this._model.api.history(this._target(this._place())) : [];
    } catch (error) {
      this._place().problem = asProblem(error);
    }
    this._changed.emit();
  }

  /** What two past runs do not have in common. */
  compare(one: string, two: string): Promise<readonly IDifference[]> {
    return this._model.api.compare(this._target(this._place()), one, two);
  }

  private async _save(): Promise<void> {
    const context = this._model.panel?.context;
    if (context?.model.dirty) {
      await context.save();
    }
  }

  private _target(place: IPlace): ITarget {
    return { path: this._model.path, auto: this._model.auto, ...folderOf(place) };
  }

  private async _write(place: IPlace, overwrite: boolean): Promise<void> {
    place.conversion = await this._model.api.convert(this._target(place), { overwrite });
    place.preview = null;
    this._model.forget();
  }

  private _follow(place: IPlace, job: IJob): void {
    place.job = job;
    place.state = STARTED;
    const follow = this._model.api.follow(job.id, events => {
      if (place.job === job && place.state) {
        place.state = events.reduce(after, place.state);
        this._changed.emit();
      }
    });
    follow
      .catch((error: unknown) => {
        place.problem = asProblem(error);
      })
      .finally(() => {
        this._model.forget();
        void this.refreshPast();
      });
  }

  private async _try(work: (place: IPlace) => Promise<void>): Promise<boolean> {
    const place = this._place();
    place.problem = null;
    place.busy = true;
    this._changed.emit();
    try {
      await work(place);
    } catch (error) {
      place.problem = asProblem(error);
    }
    place.busy = false;
    this._changed.emit();
    return place.problem === null;
  }

  private _place(): IPlace {
    const { path } = this._model;
    const found = this._places.get(path) ?? {
      form: EMPTY,
      conversion: null,
      preview: null,
      job: null,
      state: null,
      problem: null,
      busy: false
    };
    this._places.set(path, found);
    return found;
  }

  private _past: readonly IPastRun[] = [];
  private readonly _places = new Map<string, IPlace>();
  private readonly _changed = new Signal<this, void>(this);
}
