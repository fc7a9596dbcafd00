import { expect, test } from 'vitest';

import { change, duration, python, typed, yaml } from '../src/words';

test.each([
  [0.0204, '20 ms'],
  [2.345, '2.3 s'],
  [125, '2 min 05 s']
])('%d seconds are %s', (seconds, said) => {
  expect(duration(seconds)).toBe(said);
});

test('values are written as in Python', () => {
  expect(python({ a: [true, null, 'x', 1.5] })).toBe('{"a": [True, None, "x", 1.5]}');
});

test('an entry is written as YAML that reads back the same', () => {
  const entry = { type: 'json.JSONDataset', filepath: 'a b.json', save_args: { indent: 2 }, versioned: true, note: 'yes' };
  expect(yaml(entry)).toBe(
    'type: json.JSONDataset\nfilepath: a b.json\nsave_args: {"indent":2}\nversioned: true\nnote: "yes"'
  );
});

test.each([
  ['0.3', 0.3],
  ['True', true],
  ['[1, 2]', [1, 2]],
  ['plain words', 'plain words']
])('%j is typed as a value', (text, value) => {
  expect(typed(text)).toEqual(value);
});

test.each([
  ['abc', 'abXc', [2, 2, 'X']],
  ['abc', 'ac', [1, 2, '']],
  ['aa', 'aaa', [2, 2, 'a']],
  ['', 'x', [0, 0, 'x']],
  ['same', 'same', [4, 4, '']]
])('the change from %j to %j is small', (before, next, change_) => {
  expect(change(before, next)).toEqual(change_);
});
