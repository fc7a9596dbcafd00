/** Numbers and values as people write them. */

import { Json } from './tokens';

/** Seconds as people say them: `20 ms`, `2.3 s`, `2 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  const rest = Math.floor(seconds % 60);
  return `${Math.floor(seconds / 60)} min ${String(rest).padStart(2, '0')} s`;
}

/** What is read and what is made of it; nothing where it is neither. */
export function flowOf(reads: readonly string[], makes: readonly string[]): string {
  return reads.length + makes.length === 0 ? '' : `${reads.join(', ')} → ${makes.join(', ')}`.trim();
}

/** A value as Python writes it. */
export function python(value: Json): string {
  if (value === null) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (typeof value !== 'object') {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(python).join(', ')}]`;
  }
  const pairs = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${python(each)}`);
  return `{${pairs.join(', ')}}`;
}

/** A catalog entry as YAML, which JSON values in flow style are. */
export function yaml(entry: Json): string {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) {
    return JSON.stringify(entry);
  }
  return Object.entries(entry)
    .map(([key, value]) => `${key}: ${scalar(value)}`)
    .join('\n');
}

const PLAIN = /^[A-Za-z_./][\w./ -]*$/;
const SPECIAL = /^(true|false|yes|no|on|off|null|~)$/i;

function scalar(value: Json): string {
  if (typeof value === 'string' && PLAIN.test(value) && !SPECIAL.test(value)) {
    return value.trimEnd();
  }
  return JSON.stringify(value);
}

/** What a user typed as a parameter's value: JSON where it is, else text. */
export function typed(text: string): Json {
  const words: { readonly [word: string]: string } = { True: 'true', False: 'false', None: 'null' };
  try {
    return JSON.parse(words[text] ?? text) as Json;
  } catch {
    return text;
  }
}

/** The part of a text that is replaced to make another of it: from, to and what comes there. */
export function change(before: string, next: string): [number, number, string] {
  let start = 0;
  while (start < before.length && start < next.length && before[start] === next[start]) {
    start += 1;
  }
  let end = 0;
  const most = Math.min(before.length, next.length) - start;
  while (end < most && before[before.length - 1 - end] === next[next.length - 1 - end]) {
    end += 1;
  }
  return [start, before.length - end, next.slice(start, next.length - end)];
}
