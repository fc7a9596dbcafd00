/** What is known of a run from its events. */

import { INodeError, IProof, IRunEvent, JobStatus, NodeStatus } from './tokens';

export interface INodeRun {
  readonly status: NodeStatus;
  readonly seconds: number | null;
  readonly error: INodeError | null;
  /** Number of the cell that failed. */
  readonly cell: number | null;
  readonly because: string | null;
}

export interface ILogLine {
  /** Null where several nodes ran when it was printed, until they end and tell. */
  readonly node: string | null;
  readonly text: string;
}

export interface IRunState {
  readonly status: JobStatus;
  readonly total: number;
  readonly nodes: ReadonlyMap<string, INodeRun>;
  readonly logs: readonly ILogLine[];
  /** What a proof does just now. */
  readonly phase: string | null;
  readonly proof: IProof | null;
  /** What prevented the run, with the number of the cell that is to blame. */
  readonly problem: {
    readonly message: string;
    readonly cure: string;
    readonly cell: number | null;
  } | null;
}

export const STARTED: IRunState = {
  status: 'running',
  total: 0,
  nodes: new Map(),
  logs: [],
  phase: null,
  proof: null,
  problem: null
};

/** The lines that are kept; all of them are in the record of the run. */
const MOST_LINES = 2000;

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
  const status = STATUS[event.event];
  if (status && event.node) {
    const nodes = new Map(state.nodes).set(event.node, nodeRun(status, event));
    return { ...state, nodes, logs: attributed(state.logs, event.node, linesOf(event)) };
  }
  switch (event.event) {
    case 'run_started':
      return { ...state, total: event.nodes?.length ?? 0, nodes: new Map() };
    case 'log':
      return { ...state, logs: kept([...state.logs, { node: event.node ?? null, text: event.text ?? '' }]) };
    case 'phase':
      return { ...state, phase: event.text ?? null };
    case 'proof':
      return { ...state, proof: event.proof ?? null };
    case 'error':
      return { ...state, problem: problemOf(event) };
    case 'job_finished':
      return { ...state, status: event.status ?? 'failed', nodes: stopped(state.nodes), phase: null };
    default:
      return state;
  }
}

function nodeRun(status: NodeStatus, event: IRunEvent): INodeRun {
  return {
    status,
    seconds: event.seconds ?? null,
    error: event.error ?? null,
    cell: event.cell ?? null,
    because: event.because ?? null
  };
}

function problemOf(event: IRunEvent): IRunState['problem'] {
  return { message: event.message ?? '', cure: event.cure ?? '', cell: event.cell ?? null };
}

/** What a node that ended has printed, line by line. */
function linesOf(event: IRunEvent): string[] {
  const text = (event.log ?? []).map(each => each.text).join('');
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** The log in which a node has its lines: among several that ran, only its end tells whose they were. */
function attributed(logs: readonly ILogLine[], node: string, lines: readonly string[]): readonly ILogLine[] {
  if (lines.length === 0) {
    return logs;
  }
  const unclaimed = [...lines];
  const others = logs.filter(line => {
    const at = line.node === null ? unclaimed.indexOf(line.text) : -1;
    if (at >= 0) {
      unclaimed.splice(at, 1);
    }
    return at < 0 && line.node !== node;
  });
  return kept([...others, ...lines.map(text => ({ node, text }))]);
}

function kept(logs: readonly ILogLine[]): readonly ILogLine[] {
  return logs.length > MOST_LINES ? logs.slice(-MOST_LINES) : logs;
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
