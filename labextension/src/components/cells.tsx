/** Each code cell: what it is, what it reads and makes, and a way to change that. */

import { HTMLSelect } from '@jupyterlab/ui-components';
import React from 'react';

import { worst } from '../flow';
import { CommandIDs } from '../ids';
import { isName, isNamed, ROLES } from '../tagging';
import { ICell, IGraph, Role } from '../tokens';
import { flowOf } from '../words';
import { useServices } from './context';
import { CommandButton } from './parts';

export function Cells(): React.JSX.Element | null {
  const { model, trans } = useServices();
  const graph = model.graph;
  if (!graph) {
    return null;
  }
  const count = model.analysis?.suggestions.length ?? 0;
  return (
    <div className="jp-nb2pipe-scroll">
      {count > 0 && (
        <div className="jp-nb2pipe-bar">
          <span>{trans._n('One cell could be tagged.', '%1 cells could be tagged.', count)}</span>
          <CommandButton command={CommandIDs.acceptAll} label={trans.__('Tag all')} />
        </div>
      )}
      <ul className="jp-nb2pipe-cells" aria-label={trans.__('Cells')}>
        {graph.cells.map(cell => (
          <CellItem key={cell.id} cell={cell} graph={graph} />
        ))}
      </ul>
    </div>
  );
}

function CellItem({ cell, graph }: { cell: ICell; graph: IGraph }): React.JSX.Element {
  const { model, commands, trans } = useServices();
  const suggestion = model.analysis?.suggestions.find(each => each.cell === cell.number);
  const flow = flowOf(cell.reads, [...new Set([...cell.binds, ...cell.changes])]);
  return (
    <li
      data-cell={cell.number}
      data-severity={worst(graph, cell.number)}
      aria-current={cell === model.activeCell}
    >
      <div className="jp-nb2pipe-cell-head">
        <button
          className="jp-nb2pipe-link"
          title={trans.__('Go to the cell')}
          onClick={() => void commands.execute(CommandIDs.goToCell, { id: cell.id, focus: false })}
        >
          [{cell.number}]
        </button>
        <RoleSelect cell={cell} />
        {cell.tagged && isNamed(cell.role as Role) && <NameInput cell={cell} />}
        {suggestion && (
          <CommandButton
            command={CommandIDs.accept}
            args={{ id: cell.id }}
            label={trans.__('Tag as %1', suggestion.name ?? suggestion.role)}
          />
        )}
      </div>
      {flow && (
        <div className="jp-nb2pipe-flow" title={flow}>
          {flow}
        </div>
      )}
    </li>
  );
}

function RoleSelect({ cell }: { cell: ICell }): React.JSX.Element {
  const { commands, trans } = useServices();
  const inferred = cell.role === 'unused' ? trans.__('unused') : trans.__('%1, not tagged', cell.role);
  return (
    <HTMLSelect
      className="jp-nb2pipe-select"
      aria-label={trans.__('Role of cell %1', cell.number)}
      value={cell.tagged ? cell.role : ''}
      onChange={event =>
        void commands.execute(CommandIDs.tagCell, {
          id: cell.id,
          role: event.target.value,
          name: cell.name ?? ''
        })
      }
    >
      <option value="">{cell.tagged ? trans.__('no tag') : inferred}</option>
      {ROLES.map(role => (
        <option key={role} value={role}>
          {role}
        </option>
      ))}
    </HTMLSelect>
  );
}

/** A node's name; it is written to the cell when it can be a name, and the editing is over. */
function NameInput({ cell }: { cell: ICell }): React.JSX.Element {
  const { commands, trans } = useServices();
  const [text, setText] = React.useState(cell.name ?? '');
  React.useEffect(() => setText(cell.name ?? ''), [cell.name]);
  const rename = (): void => {
    if (isName(text) && text !== cell.name) {
      void commands.execute(CommandIDs.renameNode, { id: cell.id, name: text });
    } else {
      setText(cell.name ?? '');
    }
  };
  return (
    <input
      className="jp-nb2pipe-input jp-mod-styled"
      aria-label={trans.__('Name of cell %1', cell.number)}
      aria-invalid={text !== '' && !isName(text)}
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={rename}
      onKeyDown={event => event.key === 'Enter' && rename()}
    />
  );
}
