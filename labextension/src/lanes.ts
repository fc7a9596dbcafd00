/** Lanes beside a list: from the row that makes something to the last row that reads it. */

export interface ILane {
  readonly from: number;
  /** The rows that read it, downwards. */
  readonly to: readonly number[];
  /** Columns count from the rows outwards. */
  readonly column: number;
}

export interface IMaker {
  readonly row: number;
  readonly readers: readonly number[];
}

/** Give each maker the nearest column that is free over all of its rows. */
export function lanes(makers: readonly IMaker[]): ILane[] {
  const ends: number[] = [];
  return makers
    .map(maker => ({ row: maker.row, to: below(maker) }))
    .filter(maker => maker.to.length > 0)
    .map(({ row, to }) => {
      const free = ends.findIndex(end => end <= row);
      const column = free < 0 ? ends.length : free;
      ends[column] = Math.max(...to);
      return { from: row, to, column };
    });
}

function below(maker: IMaker): number[] {
  return [...new Set(maker.readers)].filter(row => row > maker.row).sort((a, b) => a - b);
}

/** How many columns the lanes take. */
export function columns(found: readonly ILane[]): number {
  return Math.max(0, ...found.map(lane => lane.column + 1));
}
