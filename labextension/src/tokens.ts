/** What the server tells: the graph of a notebook, its drawing, its runs. */

export type Role = 'node' | 'params' | 'catalog' | 'setup' | 'report' | 'skip';

export type Severity = 'error' | 'warning' | 'info';

export interface ICell {
  /** Position among all cells, from 0. */
  readonly index: number;
  readonly id: string;
  /** Count among the code cells that are not empty, from 1. */
  readonly number: number;
  readonly role: Role | 'unused';
  readonly name: string | null;
  readonly reads: readonly string[];
  readonly binds: readonly string[];
  readonly changes: readonly string[];
  readonly tagged: boolean;
}

export interface INode {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers of its cells. */
  readonly cells: readonly number[];
  readonly section: string;
  readonly doc: string;
  readonly report: boolean;
}

export interface IDiagnostic {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  /** Number of a cell. */
  readonly cell: number | null;
  readonly line: number | null;
  readonly severity: Severity;
}

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

export interface IGraph {
  readonly name: string;
  readonly cells: readonly ICell[];
  readonly nodes: readonly INode[];
  readonly datasets: readonly string[];
  readonly parameters: { readonly [name: string]: Json };
  readonly catalog: { readonly [name: string]: Json };
  readonly diagnostics: readonly IDiagnostic[];
}

export type Point = readonly [number, number];

export interface IBox {
  readonly id: string;
  readonly label: string;
  readonly kind: 'node' | 'dataset' | 'parameter';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface ILine {
  readonly source: string;
  readonly target: string;
  readonly label: string;
  readonly points: readonly Point[];
  readonly label_at: Point;
}

export interface IDrawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly IBox[];
  readonly lines: readonly ILine[];
}

/** What `--auto` would tag a cell as. */
export interface ISuggestion {
  readonly cell: number;
  readonly role: Role;
  readonly name: string | null;
}

export interface IAnalysis {
  readonly graph: IGraph;
  readonly drawing: IDrawing;
  readonly suggestions: readonly ISuggestion[];
}

export interface ICode {
  readonly files: { readonly [path: string]: string };
  readonly functions: {
    readonly [node: string]: { readonly file: string; readonly source: string };
  };
}

export interface IEdit {
  readonly index: number;
  readonly source: string;
  readonly insert: boolean;
}

export interface IConversion {
  readonly folder: string;
  readonly difference: {
    readonly missing: readonly string[];
    readonly changed: readonly string[];
    readonly stale: readonly string[];
  };
  readonly diffs?: { readonly [path: string]: string };
  readonly nodes: readonly string[];
}

export type NodeStatus = 'running' | 'done' | 'cached' | 'failed' | 'skipped';

export type JobStatus = 'running' | 'success' | 'failed' | 'cancelled';

export interface IJob {
  readonly id: string;
  readonly kind: 'run' | 'verify';
  readonly path: string;
  readonly options: { readonly [name: string]: Json };
  readonly status: JobStatus;
  /** Seconds since 1970. */
  readonly started: number;
  readonly seconds: number;
  readonly nodes: {
    readonly [name: string]: { readonly status: NodeStatus; readonly seconds: number | null };
  };
}

/** A run of the project as it was recorded, whoever started it. */
export interface IPastRun {
  readonly id: string;
  readonly status: string;
  readonly started: number;
  readonly seconds: number | null;
  readonly parameters: { readonly [name: string]: Json };
  readonly metrics: { readonly [name: string]: number };
}

/** Something that two runs do not have in common. */
export interface IDifference {
  readonly kind: string;
  readonly name: string;
  readonly before: Json;
  readonly after: Json;
}

export interface INodeError {
  readonly type: string;
  readonly message: string;
  readonly traceback: string;
  readonly cure: string | null;
}

export type Verdict = 'identical' | 'differs' | 'missing' | 'nondeterministic' | 'opaque';

/** What came of comparing a pipeline with its notebook. */
export interface IProof {
  readonly proven: boolean;
  readonly compared: readonly {
    readonly name: string;
    readonly kind: 'dataset' | 'file';
    readonly verdict: Verdict;
    readonly variable: string | null;
    readonly cell: number | null;
    readonly note: string;
  }[];
  readonly joined: readonly { readonly cells: readonly number[]; readonly why: string }[];
  readonly failures: { readonly [node: string]: string };
}

/** An event of a run, as `GET events` sends it. */
export interface IRunEvent {
  readonly event: string;
  readonly at?: number;
  readonly node?: string | null;
  readonly nodes?: readonly string[];
  readonly seconds?: number;
  readonly attempt?: number;
  readonly because?: string;
  readonly error?: INodeError;
  readonly cell?: number | null;
  readonly text?: string;
  /** What a node that ended has printed and logged. */
  readonly log?: readonly { readonly text: string }[];
  readonly proof?: IProof;
  readonly status?: JobStatus;
  readonly message?: string;
  readonly cure?: string;
}

/** A notebook as it is sent: as it stands in the editor, without outputs. */
export interface INotebookText {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: { readonly [name: string]: Json };
  readonly cells: readonly {
    readonly cell_type: string;
    readonly id: string;
    readonly source: string;
    readonly metadata: { readonly [name: string]: Json };
    readonly execution_count: number | null;
  }[];
}
