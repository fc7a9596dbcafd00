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
  return cells.map(cell => cell.id).filter(id => stale.has(id) || isNeeded(id));

  function isNewer(id: string, last: IExecution): boolean {
    const other = ran.get(id);
    return stale.has(id) || !other || other.order > last.order;
  }

  function isNeeded(id: string): boolean {
    return !ran.has(id) && [...stale].some(reader => reaches(reader, id));
  }

  function reaches(from: string, to: string): boolean {
    return (needs.get(from) ?? []).some(id => id === to || (!ran.has(id) && reaches(id, to)));
  }
}
