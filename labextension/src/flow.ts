/** What depends on what: between nodes, and between cells. */

import { ICell, IDiagnostic, IGraph, INode, Severity } from './tokens';

/** A graph, looked up by what its cells and nodes are called. */
interface IIndex {
  readonly byId: ReadonlyMap<string, ICell>;
  readonly byNumber: ReadonlyMap<number, ICell>;
  readonly byName: ReadonlyMap<string, INode>;
  readonly makers: ReadonlyMap<string, INode>;
  readonly readers: ReadonlyMap<string, readonly INode[]>;
  readonly worst: ReadonlyMap<number, Severity>;
}

const INDEXES = new WeakMap<IGraph, IIndex>();

/** The index of a graph, made once: every row and every box looks things up. */
export function indexOf(graph: IGraph): IIndex {
  const found = INDEXES.get(graph) ?? makeIndex(graph);
  INDEXES.set(graph, found);
  return found;
}

function makeIndex({ cells, nodes, diagnostics }: IGraph): IIndex {
  const readers = new Map<string, INode[]>();
  for (const node of nodes) {
    node.inputs.forEach(name => readers.set(name, [...(readers.get(name) ?? []), node]));
  }
  return {
    byId: new Map(cells.map(cell => [cell.id, cell])),
    byNumber: new Map(cells.map(cell => [cell.number, cell])),
    byName: new Map(nodes.map(node => [node.name, node])),
    makers: new Map(nodes.flatMap(node => node.outputs.map(name => [name, node] as const))),
    readers,
    worst: worstOf(diagnostics)
  };
}

export interface INeighbours {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** The nodes that a node reads from, and those that read from it. */
export function neighbours(graph: IGraph, name: string): INeighbours {
  const { byName, makers, readers } = indexOf(graph);
  const node = byName.get(name);
  const before = node?.inputs.flatMap(input => makers.get(input) ?? []) ?? [];
  const after = node?.outputs.flatMap(output => readers.get(output) ?? []) ?? [];
  return { before: others(before, name), after: others(after, name) };
}

function others(nodes: readonly INode[], name: string): Set<string> {
  return new Set(nodes.map(node => node.name).filter(each => each !== name));
}

/** For each cell the cells above it that it reads from: the last one that makes a name counts. */
export function cellNeeds(cells: readonly ICell[]): Map<string, string[]> {
  const writer = new Map<string, string>();
  const needs = new Map<string, string[]>();
  for (const cell of cells) {
    const read = [...cell.reads, ...cell.changes];
    const found = read.map(name => writer.get(name)).filter((id): id is string => !!id);
    needs.set(cell.id, [...new Set(found)]);
    for (const name of [...cell.binds, ...cell.changes]) {
      writer.set(name, cell.id);
    }
  }
  return needs;
}

/** A cell with all that it needs, in the notebook's order. */
export function withNeeds(cells: readonly ICell[], ids: readonly string[]): string[] {
  const needs = cellNeeds(cells);
  const wanted = new Set<string>();
  const visit = (id: string): void => {
    if (!wanted.has(id)) {
      wanted.add(id);
      (needs.get(id) ?? []).forEach(visit);
    }
  };
  ids.forEach(visit);
  return cells.map(cell => cell.id).filter(id => wanted.has(id));
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** The diagnostics, the worst first, then in the notebook's order. */
export function bySeverity(found: readonly IDiagnostic[]): IDiagnostic[] {
  return [...found].sort(
    (a, b) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      (a.cell ?? 0) - (b.cell ?? 0) ||
      (a.line ?? 0) - (b.line ?? 0)
  );
}

/** The worst that is said about a cell. */
export function worst(graph: IGraph, cell: number): Severity | null {
  return indexOf(graph).worst.get(cell) ?? null;
}

function worstOf(found: readonly IDiagnostic[]): Map<number, Severity> {
  const worst = new Map<number, Severity>();
  for (const { cell, severity } of bySeverity(found)) {
    if (cell !== null && !worst.has(cell)) {
      worst.set(cell, severity);
    }
  }
  return worst;
}
