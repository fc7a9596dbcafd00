import { expect, test } from 'vitest';

import { fixOf, isFixable } from '../src/fixes';
import { cell, diagnostic, graph, node } from './notebooks';

const GRAPH = graph({
  cells: [cell(1, '', 'x', { name: 'load' })],
  nodes: [node('load', [], ['x']), node('load_2', ['x'], [])]
});

test.each([
  ['NB102', '%%node a b c\nx', 'x'],
  ['NB204', '%%node load\nx', '%%node load_3\nx'],
  ['NB205', 'x = 1', '%%node load\nx = 1'],
  ['NB208', '%%node load\nprint()', '%%skip\nprint()']
])('the fix of %s', (code, source, after) => {
  expect(fixOf(diagnostic(code), { source, tags: [] }, GRAPH)?.after.source).toBe(after);
});

test('where magic and tag disagree the tag goes', () => {
  const fix = fixOf(diagnostic('NB103'), { source: '%%node a', tags: ['hide', 'skip'] }, GRAPH);
  expect(fix?.after).toEqual({ source: '%%node a', tags: ['hide'] });
});

test('what no button can mend has none', () => {
  expect(isFixable('NB201')).toBe(false);
  expect(fixOf(diagnostic('NB201'), { source: 'x', tags: [] }, GRAPH)).toBeNull();
});
