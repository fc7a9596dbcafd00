/** A cell's tag: the magic on its first line, or a tag in its metadata. */

import { Role } from './tokens';

export const ROLES: readonly Role[] = ['node', 'params', 'catalog', 'setup', 'report', 'skip'];

const MAGIC = /^%%(node|params|catalog|setup|report|skip)(?:[ \t]+(.*))?$/;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const CELL_TAG = /^(node|parameters|catalog|setup|report|skip)(?::(.+))?$/;

export interface ITag {
  readonly role: Role;
  readonly name: string | null;
}

interface ITagLine extends ITag {
  readonly line: number;
  /** What stands after the name. */
  readonly options: string;
}

/** Whether a node may be called so. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/** Whether cells of a role may have a name. */
export function isNamed(role: Role): boolean {
  return role === 'node' || role === 'report';
}

function tagLine(source: string): ITagLine | null {
  const lines = source.split('\n');
  const line = lines.findIndex(text => text.trim() !== '');
  const found = MAGIC.exec((lines[line] ?? '').trimEnd());
  if (!found) {
    return null;
  }
  const rest = (found[2] ?? '').trim();
  const [, name, options] = /^([^\s-]\S*)?\s*(.*)$/.exec(rest) ?? [];
  return { line, role: found[1] as Role, name: name ?? null, options: options ?? '' };
}

/** The tag on a cell's first line that is not empty. */
export function magicTag(source: string): ITag | null {
  const found = tagLine(source);
  return found && { role: found.role, name: found.name };
}

/** The tag among a cell's tags; the first one counts. */
export function metadataTag(tags: readonly string[]): ITag | null {
  for (const tag of tags) {
    const found = CELL_TAG.exec(tag);
    if (found) {
      const role = found[1] === 'parameters' ? 'params' : (found[1] as Role);
      return { role, name: found[2] ?? null };
    }
  }
  return null;
}

function magic(tag: ITag, options: string): string {
  const name = isNamed(tag.role) ? tag.name : null;
  const kept = tag.role === 'node' ? options : '';
  return [`%%${tag.role}`, name, kept].filter(word => word).join(' ');
}

/** The source with another tag, or with none; a node's options stay with it. */
export function withMagic(source: string, tag: ITag | null): string {
  const old = tagLine(source);
  const lines = source.split('\n');
  if (old) {
    const text = tag && magic(tag, old.role === 'node' ? old.options : '');
    lines.splice(old.line, 1, ...(text === null ? [] : [text]));
    return lines.join('\n');
  }
  return tag ? [magic(tag, ''), ...lines].join('\n') : source;
}

/** The tags with another one of ours, or with none. */
export function withTag(tags: readonly string[], tag: ITag | null): string[] {
  const others = tags.filter(each => !CELL_TAG.test(each));
  if (!tag) {
    return others;
  }
  const word = tag.role === 'params' ? 'parameters' : tag.role;
  return [...others, isNamed(tag.role) && tag.name ? `${word}:${tag.name}` : word];
}
