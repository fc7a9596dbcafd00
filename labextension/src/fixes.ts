/** What can be done about a diagnostic mechanically. */

import { ITag, metadataTag, magicTag, withMagic, withTag } from './tagging';
import { ICell, IDiagnostic, IGraph } from './tokens';

/** The text and the tags of a cell. */
export interface ICellText {
  readonly source: string;
  readonly tags: readonly string[];
}

export interface IFix {
  /** What the button says. */
  readonly label: string;
  readonly after: ICellText;
}

type MakeFix = (cell: ICell, text: ICellText, graph: IGraph) => IFix | null;

function tagged(label: string, text: ICellText, tag: ITag | null): IFix {
  return { label, after: { ...text, source: withMagic(text.source, tag) } };
}

const FIXES: { readonly [code: string]: MakeFix } = {
  // a tag line that cannot be read
  NB102: (_, text) => tagged('Remove the tag', text, null),
  // a magic and a tag disagree
  NB103: (_, text) =>
    metadataTag(text.tags) && {
      label: 'Remove the cell tag',
      after: { ...text, tags: withTag(text.tags, null) }
    },
  // nodes form a cycle
  NB204: (_, text, graph) => {
    const tag = magicTag(text.source);
    return tag?.name ? tagged('Give it a name of its own', text, own(tag, graph)) : null;
  },
  // an untagged cell became a node
  NB205: (cell, text) =>
    tagged(`Tag it as ${cell.name}`, text, { role: 'node', name: cell.name }),
  // a node neither takes nor makes anything
  NB208: (_, text) => tagged('Keep it in the notebook', text, { role: 'skip', name: null })
};

function own(tag: ITag, graph: IGraph): ITag {
  const taken = new Set(graph.nodes.map(node => node.name));
  let number = 2;
  while (taken.has(`${tag.name}_${number}`)) {
    number += 1;
  }
  return { role: tag.role, name: `${tag.name}_${number}` };
}

/** The fix of a diagnostic, where there is one. */
export function fixOf(found: IDiagnostic, text: ICellText, graph: IGraph): IFix | null {
  const cell = graph.cells.find(each => each.number === found.cell);
  const make = FIXES[found.code];
  return cell && make ? make(cell, text, graph) : null;
}

/** Whether a kind of diagnostic has a fix. */
export function isFixable(code: string): boolean {
  return code in FIXES;
}
