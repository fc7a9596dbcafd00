/** Which cells show what is no longer so, since their code or what they read has changed. */

import { cellNeeds } from './flow';
import { ICell } from './tokens';

/** What is known of a cell's last run in this kernel. */
export interface IExecution {
  readonly source: string;
  /** Counts up with every run. */
  readonly order: number;
}

/**
 * The cells that ran and are stale, with those that they need and that did not run since.
 *
 * A cell is stale when its text is not what ran, or when a cell that it reads from is stale, ran
 * after it, or is new.
 */
export function staleCells(
  cells: readonly ICell[],
  sources: ReadonlyMap<string, string>,
  ran: ReadonlyMap<string, IExecution>
): string[] {
  const needs = cellNeeds(cells);
  const stale = new Set<string>();
  for (const cell of cells) {
    const last = ran.get(cell.id);
    const above = needs.get(cell.id) ?? [];
    if (last && (last.source !== sources.get(cell.id) || above.some(id => isNewer(id, last)))) {
      stale.add(cell.id);
    }
  }
  const needed = new Set<string>();
  stale.forEach(need);
  return cells.map(cell => cell.id).filter(id => stale.has(id) || needed.has(id));

  function isNewer(id: string, last: IExecution): boolean {
    const other = ran.get(id);
    return stale.has(id) || !other || other.order > last.order;
  }

  /** What a cell reads from and that did not run, and what that reads from. */
  function need(id: string): void {
    for (const above of needs.get(id) ?? []) {
      if (!ran.has(above) && !needed.has(above)) {
        needed.add(above);
        need(above);
      }
    }
  }
}
