import { expect, test } from 'vitest';

import { curve, steps } from '../src/drawing';
import { columns, lanes } from '../src/lanes';
import { IBox, ILine } from '../src/tokens';

test('a lane runs from its maker to the last row that reads it', () => {
  expect(lanes([{ row: 0, readers: [3, 1, 3] }])).toEqual([{ from: 0, to: [1, 3], column: 0 }]);
});

test('lanes that overlap stand side by side', () => {
  const found = lanes([
    { row: 0, readers: [3] },
    { row: 1, readers: [2] }
  ]);
  expect(columns(found)).toBe(2);
});

test('a lane that has ended makes room', () => {
  const found = lanes([
    { row: 0, readers: [1] },
    { row: 1, readers: [2] }
  ]);
  expect(columns(found)).toBe(1);
});

test('who reads nothing below has no lane', () => {
  expect(lanes([{ row: 2, readers: [1] }])).toEqual([]);
});

const box = (id: string, x: number, y: number): IBox => ({ id, label: id, kind: 'node', x, y, w: 10, h: 10 });
const line = (source: string, target: string): ILine => ({
  source,
  target,
  label: '',
  points: [],
  label_at: [0, 0]
});

test('arrow keys follow lines down and up, and the layer to its sides', () => {
  const boxes = [box('a', 0, 0), box('b', 0, 50), box('c', 90, 50)];
  const drawing = { width: 100, height: 60, boxes, lines: [line('a', 'c'), line('a', 'b')] };
  expect(steps(drawing, 'a').ArrowDown).toBe('b');
  expect(steps(drawing, 'c')).toMatchObject({ ArrowUp: 'a', ArrowLeft: 'b', ArrowRight: undefined });
});

test('a line is drawn as in every other picture', () => {
  expect(curve([[0, 0], [10, 40]])).toBe('M0 0C0 20 10 20 10 40');
});
