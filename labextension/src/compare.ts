/** Two runs side by side. */

import { IJob, Json } from './tokens';
import { duration, python } from './words';

export interface IComparedRow {
  readonly what: string;
  readonly older: string;
  readonly newer: string;
}

/** How two runs ended, their parameters, and how long each node took. */
export function compared(older: IJob, newer: IJob): IComparedRow[] {
  return [
    { what: 'status', older: older.status, newer: newer.status },
    { what: 'time', older: duration(older.seconds), newer: duration(newer.seconds) },
    ...pairs(parameters(older), parameters(newer)),
    ...pairs(nodes(older), nodes(newer))
  ];
}

function pairs(older: Map<string, string>, newer: Map<string, string>): IComparedRow[] {
  const names = [...new Set([...older.keys(), ...newer.keys()])];
  return names.map(what => ({
    what,
    older: older.get(what) ?? '',
    newer: newer.get(what) ?? ''
  }));
}

function parameters(job: IJob): Map<string, string> {
  const params = (job.options.params ?? {}) as { readonly [name: string]: Json };
  return new Map(Object.entries(params).map(([name, value]) => [name, python(value)]));
}

function nodes(job: IJob): Map<string, string> {
  return new Map(
    Object.entries(job.nodes).map(([name, node]) => [
      name,
      node.seconds === null ? node.status : `${node.status}, ${duration(node.seconds)}`
    ])
  );
}
