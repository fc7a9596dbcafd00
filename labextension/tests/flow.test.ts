import { expect, test } from 'vitest';

import { bySeverity, cellNeeds, neighbours, withNeeds, worst } from '../src/flow';
import { staleCells } from '../src/stale';
import { cell, diagnostic, graph, node } from './notebooks';

const CELLS = [cell(1, '', 'a'), cell(2, 'a', 'b'), cell(3, '', 'a'), cell(4, 'a b', 'c')];

test('the last cell that makes a name above is the one that is needed', () => {
  expect(cellNeeds(CELLS).get('c4')).toEqual(['c3', 'c2']);
});

test('a cell that changes a value needs the one that made it', () => {
  const cells = [cell(1, '', 'a'), cell(2, '', '', { changes: ['a'] }), cell(3, 'a', '')];
  expect(withNeeds(cells, ['c3'])).toEqual(['c1', 'c2', 'c3']);
});

test('a cell comes with what it needs and nothing else, in order', () => {
  expect(withNeeds(CELLS, ['c2'])).toEqual(['c1', 'c2']);
});

test('neighbours of a node read from it or are read by it', () => {
  const nodes = [node('a', [], ['x']), node('b', ['x'], ['y']), node('c', ['y'], [])];
  const found = neighbours(graph({ nodes }), 'b');
  expect([[...found.before], [...found.after]]).toEqual([['a'], ['c']]);
});

test('errors come before warnings, then the notebook’s order counts', () => {
  const found = [
    diagnostic('A', { severity: 'warning', cell: 1 }),
    diagnostic('B', { cell: 3 }),
    diagnostic('C', { cell: 2 })
  ];
  expect(bySeverity(found).map(each => each.code)).toEqual(['C', 'B', 'A']);
});

test('the worst of a cell is told', () => {
  const diagnostics = [diagnostic('A', { severity: 'info' }), diagnostic('B', { severity: 'warning' })];
  expect(worst(graph({ diagnostics }), 1)).toBe('warning');
});

const SOURCES = new Map(CELLS.map(each => [each.id, each.id]));
const ran = (...ids: string[]) => new Map(ids.map((id, order) => [id, { source: id, order }]));

test.each([
  ['nothing that ran in order', ran('c1', 'c2', 'c3', 'c4'), []],
  ['nothing that never ran', ran(), []],
  ['what ran before the cell that it reads from', ran('c2', 'c1', 'c3', 'c4'), ['c2', 'c4']],
  ['what depends on a cell that did not run, with that cell', ran('c3', 'c4'), ['c1', 'c2', 'c4']]
])('stale is %s', (_, executions, stale) => {
  expect(staleCells(CELLS, SOURCES, executions)).toEqual(stale);
});

test('an edit makes the cell stale and what depends on it', () => {
  const sources = new Map(SOURCES).set('c3', 'edited');
  expect(staleCells(CELLS, sources, ran('c1', 'c2', 'c3', 'c4'))).toEqual(['c3', 'c4']);
});

test('what never ran is found in a graph of many ways', () => {
  const cells = Array.from({ length: 120 }, (_, at) => cell(at, `v${at - 1} v${at - 2}`, `v${at}`));
  const executions = new Map([['c119', { source: 'old', order: 1 }]]);
  expect(staleCells(cells, new Map(), executions)).toHaveLength(120);
});
