/** What depends on what: between nodes, and between cells. */

import { ICell, IDiagnostic, IGraph, INode, Severity } from './tokens';

export interface INeighbours {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** The nodes that a node reads from, and those that read from it. */
export function neighbours(graph: IGraph, name: string): INeighbours {
  const node = graph.nodes.find(each => each.name === name);
  const before = graph.nodes.filter(each => node && feeds(each, node));
  const after = graph.nodes.filter(each => node && feeds(node, each));
  return { before: names(before), after: names(after) };
}

function feeds(maker: INode, reader: INode): boolean {
  return maker !== reader && maker.outputs.some(each => reader.inputs.includes(each));
}

function names(nodes: readonly INode[]): Set<string> {
  return new Set(nodes.map(node => node.name));
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
  const found = graph.diagnostics.filter(each => each.cell === cell);
  return ORDER.find(severity => found.some(each => each.severity === severity)) ?? null;
}
