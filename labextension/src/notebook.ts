/** Reading and editing the open notebook. Every edit is the user's, and undo takes it back. */

import { ICellModel } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';

import { ICellText } from './fixes';
import { ITag, magicTag, metadataTag, withMagic, withTag } from './tagging';
import { IEdit, INotebookText, Json } from './tokens';
import { change } from './words';

export type Tagging = 'magic' | 'tags';

/** The notebook as it is analysed: text, tags and order, without outputs. */
export function textOf(panel: NotebookPanel): INotebookText {
  const model = panel.content.model;
  const kernelspec = (model?.getMetadata('kernelspec') ?? {}) as Json;
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells: cellsOf(panel).map(cell => ({
      cell_type: cell.type,
      id: cell.id,
      source: cell.sharedModel.getSource(),
      metadata: ours(cell),
      execution_count: executionCount(cell)
    }))
  };
}

function ours(cell: ICellModel): { [name: string]: Json } {
  const options = cell.getMetadata('nb2pipe') as Json | undefined;
  return { tags: tagsOf(cell), ...(options === undefined ? {} : { nb2pipe: options }) };
}

function executionCount(cell: ICellModel): number | null {
  const shared = cell.sharedModel;
  return shared.cell_type === 'code' ? (shared as { execution_count?: number | null }).execution_count ?? null : null;
}

export function cellsOf(panel: NotebookPanel): ICellModel[] {
  return Array.from(panel.content.model?.cells ?? []);
}

function tagsOf(cell: ICellModel): string[] {
  const tags: unknown = cell.getMetadata('tags');
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [];
}

function find(panel: NotebookPanel, id: string): ICellModel | undefined {
  return cellsOf(panel).find(cell => cell.id === id);
}

/** The text and tags of a cell, where there is such a cell. */
export function cellText(panel: NotebookPanel, id: string): ICellText | null {
  const cell = find(panel, id);
  return cell ? textOfCell(cell) : null;
}

export function textOfCell(cell: ICellModel): ICellText {
  return { source: cell.sharedModel.getSource(), tags: tagsOf(cell) };
}

/** What a cell is tagged as: by its magic, else by its tags. */
export function tagOf(text: ICellText): ITag | null {
  return magicTag(text.source) ?? metadataTag(text.tags);
}

/** Give a cell another text and other tags, changing no more of it than differs. */
export function writeCell(panel: NotebookPanel, id: string, after: ICellText): void {
  const cell = find(panel, id);
  if (!cell) {
    return;
  }
  const before = cell.sharedModel.getSource();
  if (before !== after.source) {
    cell.sharedModel.updateSource(...change(before, after.source));
  }
  writeTags(cell, after.tags);
}

function writeTags(cell: ICellModel, tags: readonly string[]): void {
  if (tags.join('\n') === tagsOf(cell).join('\n')) {
    return;
  }
  if (tags.length > 0) {
    cell.setMetadata('tags', [...tags]);
  } else {
    cell.deleteMetadata('tags');
  }
}

/** Tag a cell, or untag it: where it has a tag already there, else where the user prefers it. */
export function tagCell(panel: NotebookPanel, id: string, tag: ITag | null, where: Tagging): void {
  const text = cellText(panel, id);
  if (!text) {
    return;
  }
  const hasMagic = magicTag(text.source) !== null;
  const hasTag = metadataTag(text.tags) !== null;
  const inText = hasMagic || (!hasTag && where === 'magic');
  writeCell(panel, id, {
    source: inText ? withMagic(text.source, tag) : text.source,
    tags: hasTag || !inText ? withTag(text.tags, inText ? null : tag) : text.tags
  });
}

/** Do an edit that the server worked out; gives the id of the cell. */
export function applyEdit(panel: NotebookPanel, edit: IEdit): void {
  const shared = panel.content.model?.sharedModel;
  if (!shared) {
    return;
  }
  if (edit.insert) {
    shared.insertCell(edit.index, { cell_type: 'code', source: edit.source, metadata: {} });
    return;
  }
  const cell = shared.getCell(edit.index);
  cell.updateSource(...change(cell.getSource(), edit.source));
}

/** Select a cell and scroll to it, in command mode. */
export async function goToCell(panel: NotebookPanel, id: string, focus: boolean): Promise<void> {
  const notebook = panel.content;
  const index = cellsOf(panel).findIndex(cell => cell.id === id);
  if (index < 0) {
    return;
  }
  notebook.deselectAll();
  notebook.mode = 'command';
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'smart');
  if (focus) {
    notebook.activate();
  }
}
