/** What is known of a run from its events. */

import { INodeError, IRunEvent, JobStatus, NodeStatus } from './tokens';

export interface INodeRun {
  readonly status: NodeStatus;
  readonly seconds: number | null;
  readonly error: INodeError | null;
  /** Number of the cell that failed. */
  readonly cell: number | null;
  readonly because: string | null;
}

export interface ILogLine {
  readonly node: string | null;
  readonly text: string;
}

export interface IRunState {
  readonly status: JobStatus;
  readonly total: number;
  readonly nodes: ReadonlyMap<string, INodeRun>;
  readonly logs: readonly ILogLine[];
  /** What prevented the run. */
  readonly problem: { readonly message: string; readonly cure: string } | null;
}

export const STARTED: IRunState = {
  status: 'running',
  total: 0,
  nodes: new Map(),
  logs: [],
  problem: null
};

const STATUS: { readonly [event: string]: NodeStatus } = {
  node_started: 'running',
  node_retried: 'running',
  node_finished: 'done',
  node_cached: 'cached',
  node_failed: 'failed',
  node_skipped: 'skipped'
};

/** The state after one more event. */
export function after(state: IRunState, event: IRunEvent): IRunState {
  if (event.event in STATUS && event.node) {
    const nodes = new Map(state.nodes).set(event.node, nodeRun(event));
    return { ...state, nodes };
  }
  switch (event.event) {
    case 'run_started':
      return { ...state, total: event.nodes?.length ?? 0 };
    case 'log':
      return { ...state, logs: [...state.logs, { node: event.node ?? null, text: event.text ?? '' }] };
    case 'error':
      return { ...state, problem: { message: event.message ?? '', cure: event.cure ?? '' } };
    case 'job_finished':
      return { ...state, status: event.status ?? 'failed', nodes: stopped(state.nodes) };
    default:
      return state;
  }
}

function nodeRun(event: IRunEvent): INodeRun {
  return {
    status: STATUS[event.event],
    seconds: event.seconds ?? null,
    error: event.error ?? null,
    cell: event.cell ?? null,
    because: event.because ?? null
  };
}

/** When a run is over, nothing runs. */
function stopped(nodes: ReadonlyMap<string, INodeRun>): ReadonlyMap<string, INodeRun> {
  const still = [...nodes].filter(([, run]) => run.status === 'running');
  const ended = new Map(nodes);
  still.forEach(([name, run]) => ended.set(name, { ...run, status: 'skipped' }));
  return ended;
}

/** How many nodes are over. */
export function doneCount(state: IRunState): number {
  return [...state.nodes.values()].filter(run => run.status !== 'running').length;
}

/** Takes the text of server-sent events piece by piece; gives the events that are complete. */
export class EventReader {
  read(text: string): IRunEvent[] {
    const records = (this._rest + text).split('\n\n');
    this._rest = records.pop() ?? '';
    return records.flatMap(record =>
      record
        .split('\n')
        .filter(line => line.startsWith('data: '))
        .map(line => JSON.parse(line.slice(6)) as IRunEvent)
    );
  }

  private _rest = '';
}
