import { expect, test } from 'vitest';

import { isName, magicTag, metadataTag, withMagic, withTag } from '../src/tagging';

test.each([
  ['%%node clean\nx = 1', { role: 'node', name: 'clean' }],
  ['\n\n%%node\nx', { role: 'node', name: null }],
  ['%%node -o df=clean', { role: 'node', name: null }],
  ['%%report scores', { role: 'report', name: 'scores' }],
  ['%%params', { role: 'params', name: null }],
  ['# first\n%%node a', null],
  ['%%nodes a', null],
  ['%%time\nx = 1', null],
  ['', null]
])('the tag line of %j', (source, tag) => {
  expect(magicTag(source)).toEqual(tag);
});

test.each([
  ['x = 1', { role: 'node', name: 'clean' }, '%%node clean\nx = 1'],
  ['%%node a -o x=y --retries 2\nx', { role: 'node', name: 'b' }, '%%node b -o x=y --retries 2\nx'],
  ['%%node -o x=y\nx', { role: 'node', name: 'b' }, '%%node b -o x=y\nx'],
  ['%%node a -o x=y\nx', { role: 'skip', name: null }, '%%skip\nx'],
  ['%%node a\nx', { role: 'params', name: 'a' }, '%%params\nx'],
  ['\n%%node a\nx', null, '\nx'],
  ['x', null, 'x']
] as const)('%j tagged as %j', (source, tag, after) => {
  expect(withMagic(source, tag)).toBe(after);
});

test('an untagged cell is as it was before it was tagged', () => {
  expect(withMagic(withMagic('x = 1', { role: 'node', name: 'a' }), null)).toBe('x = 1');
});

test.each([
  [['hide', 'node:clean'], { role: 'node', name: 'clean' }],
  [['parameters'], { role: 'params', name: null }],
  [['nodes', 'hide'], null]
])('the tag among %j', (tags, tag) => {
  expect(metadataTag(tags)).toEqual(tag);
});

test('other tags stay where ours change', () => {
  const tags = withTag(['hide', 'skip'], { role: 'node', name: 'clean' });
  expect(tags).toEqual(['hide', 'node:clean']);
});

test.each([
  ['clean', true],
  ['größe_2', true],
  ['2nd', false],
  ['a-b', false],
  ['', false]
])('whether %j is a name', (text, is) => {
  expect(isName(text)).toBe(is);
});
