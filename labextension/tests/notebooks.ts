/** Graphs for tests, in few words. */

import { ICell, IDiagnostic, IGraph, INode } from '../src/tokens';

export function cell(number: number, reads: string, binds: string, given: Partial<ICell> = {}): ICell {
  const words = (text: string): string[] => text.split(' ').filter(word => word);
  return {
    index: number - 1,
    id: `c${number}`,
    number,
    role: 'node',
    name: null,
    reads: words(reads),
    binds: words(binds),
    changes: [],
    tagged: true,
    ...given
  };
}

export function node(name: string, inputs: string[], outputs: string[], cells = [1]): INode {
  return { name, inputs, outputs, cells, section: '', doc: '', report: false };
}

export function graph(given: Partial<IGraph>): IGraph {
  return {
    name: 'n',
    cells: [],
    nodes: [],
    datasets: [],
    parameters: {},
    catalog: {},
    diagnostics: [],
    ...given
  };
}

export function diagnostic(code: string, given: Partial<IDiagnostic> = {}): IDiagnostic {
  return { code, message: '', cure: '', cell: 1, line: 1, severity: 'error', ...given };
}
