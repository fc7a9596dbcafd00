/** The pipeline as a list in the notebook's order: nodes with lanes of what flows, cells between. */

import React from 'react';

import { CommandIDs } from '../ids';
import { columns, ILane, IMaker, lanes } from '../lanes';
import { ICell, IGraph, INode } from '../tokens';
import { duration, flowOf } from '../words';
import { useServices, useSignal } from './context';
import { CommandButton, onArrowKeys, Shown, Status } from './parts';
import { shownStatus } from './status';

const NODE_HEIGHT = 40;
const CELL_HEIGHT = 24;
const LANE_WIDTH = 8;

type Row = { readonly node: INode; readonly cell: ICell } | { readonly node: null; readonly cell: ICell };

/** One row for each node, at its first cell, and one for each cell that is none. */
function rowsOf(graph: IGraph): Row[] {
  const first = new Map(graph.nodes.map(node => [node.cells[0], node]));
  const inNodes = new Set(graph.nodes.flatMap(node => node.cells));
  return graph.cells
    .filter(cell => first.has(cell.number) || !inNodes.has(cell.number))
    .map(cell => ({ node: first.get(cell.number) ?? null, cell }));
}

function makersOf(rows: readonly Row[]): IMaker[] {
  const rowOf = new Map<string, number>();
  rows.forEach(({ node }, row) => node?.outputs.forEach(name => rowOf.set(name, row)));
  const readers = new Map<number, number[]>();
  rows.forEach(({ node }, reader) => {
    for (const name of node?.inputs ?? []) {
      const row = rowOf.get(name);
      if (row !== undefined && row !== reader) {
        readers.set(row, [...(readers.get(row) ?? []), reader]);
      }
    }
  });
  return rows.flatMap((_, row) => (readers.has(row) ? [{ row, readers: readers.get(row) ?? [] }] : []));
}

export function PipelineList(): React.JSX.Element | null {
  const { model, trans } = useServices();
  const graph = model.graph;
  if (!graph) {
    return null;
  }
  const rows = rowsOf(graph);
  const found = lanes(makersOf(rows));
  return (
    <div className="jp-nb2pipe-list-frame">
      <Lanes rows={rows} lanes={found} />
      <ul
        className="jp-nb2pipe-list"
        aria-label={trans.__('Nodes and cells')}
        onKeyDown={event => onArrowKeys(event, '.jp-nb2pipe-row')}
      >
        {rows.map(row =>
          row.node ? (
            <NodeRow key={row.cell.id} node={row.node} isFirst={row === rows[0]} />
          ) : (
            <CellRow key={row.cell.id} cell={row.cell} isFirst={row === rows[0]} />
          )
        )}
      </ul>
    </div>
  );
}

/** Whether a row is the list's stop of Tab: the active one, else the first. */
function tabIndex(isActive: boolean, isFirst: boolean, hasActive: boolean): 0 | -1 {
  return isActive || (isFirst && !hasActive) ? 0 : -1;
}

function NodeRow({ node, isFirst }: { node: INode; isFirst: boolean }): React.JSX.Element {
  const { model, runs, commands, trans } = useServices();
  useSignal(runs.changed);
  const status = shownStatus(model, runs, node);
  const run = runs.place.state?.nodes.get(node.name);
  const active = model.activeCell;
  const isActive = node === model.selected;
  const seconds = run?.seconds === null || run?.seconds === undefined ? '' : duration(run.seconds);
  const go = (focus: boolean): void =>
    void commands.execute(CommandIDs.goToNode, { name: node.name, focus });
  return (
    <li style={{ height: NODE_HEIGHT }}>
      <div
        className="jp-nb2pipe-row jp-nb2pipe-node-row"
        data-node={node.name}
        data-status={status}
        aria-current={isActive}
        role="button"
        tabIndex={tabIndex(isActive, isFirst, active !== null)}
        aria-label={nodeLabel(node, status, seconds)}
        title={[node.name, node.doc, flowOf(node.inputs.map(plain), node.outputs)].filter(line => line).join('\n')}
        onClick={() => go(false)}
        onKeyDown={event => event.key === 'Enter' && go(true)}
      >
        <span className="jp-nb2pipe-row-head">
          <span className="jp-nb2pipe-name">{node.name}</span>
          {node.report && <span className="jp-nb2pipe-kind">{trans.__('report')}</span>}
          <span className="jp-nb2pipe-time">{seconds}</span>
          <Status status={status} />
        </span>
        <span className="jp-nb2pipe-flow">
          {flowOf(node.inputs.map(plain), node.outputs)}
        </span>
      </div>
    </li>
  );
}

function plain(dataset: string): string {
  return dataset.replace(/^params:/, '');
}

/** A node in words, for who listens. */
export function nodeLabel(node: INode, status: Shown, seconds: string): string {
  const reads = node.inputs.length ? `, reads ${node.inputs.map(plain).join(', ')}` : '';
  const makes = node.outputs.length ? `, makes ${node.outputs.join(', ')}` : '';
  const how = status === 'idle' ? '' : `, ${status}`;
  return `${node.name}${reads}${makes}${how}${seconds ? ` in ${seconds}` : ''}`;
}

function CellRow({ cell, isFirst }: { cell: ICell; isFirst: boolean }): React.JSX.Element {
  const { model, commands, trans } = useServices();
  const active = model.activeCell;
  const suggestion = model.analysis?.suggestions.find(each => each.cell === cell.number);
  const isOpen = !cell.tagged && (suggestion !== undefined || cell.role === 'unused');
  const go = (focus: boolean): void =>
    void commands.execute(CommandIDs.goToCell, { id: cell.id, focus });
  return (
    <li className="jp-nb2pipe-cell-item" style={{ height: CELL_HEIGHT }}>
      <div
        className="jp-nb2pipe-row jp-nb2pipe-cell-row"
        data-cell={cell.number}
        aria-current={cell === active}
        role="button"
        tabIndex={tabIndex(cell === active, isFirst, active !== null)}
        aria-label={trans.__('Cell %1, %2', cell.number, cell.role)}
        onClick={() => go(false)}
        onKeyDown={event => event.key === 'Enter' && go(true)}
      >
        [{cell.number}] {cell.role}
      </div>
      {isOpen && (
        <CommandButton
          command={suggestion ? CommandIDs.accept : CommandIDs.toggleNode}
          args={{ id: cell.id }}
          label={trans.__('+ tag')}
        />
      )}
    </li>
  );
}

/** The middle of every row, and the height of all. */
function heightsOf(rows: readonly Row[]): { middles: readonly number[]; height: number } {
  const middles: number[] = [];
  let height = 0;
  for (const { node } of rows) {
    const own = node ? NODE_HEIGHT : CELL_HEIGHT;
    middles.push(height + own / 2);
    height += own;
  }
  return { middles, height };
}

function Lanes({ rows, lanes: found }: { rows: readonly Row[]; lanes: readonly ILane[] }): React.JSX.Element {
  const { middles, height } = heightsOf(rows);
  const middle = (row: number): number => middles[row] ?? 0;
  const width = Math.min(columns(found), 12) * LANE_WIDTH + 6;
  const x = (lane: ILane): number => width - 6 - (lane.column % 12) * LANE_WIDTH;
  return (
    <svg className="jp-nb2pipe-lanes" width={width} height={height} aria-hidden="true">
      {found.map(lane => {
        const top = middle(lane.from);
        const branches = lane.to.map(middle).map(at => `M${x(lane)} ${at - 5}Q${x(lane)} ${at} ${width} ${at}`);
        const end = middle(Math.max(...lane.to)) - 5;
        return (
          <path
            key={lane.from}
            d={`M${width} ${top}Q${x(lane)} ${top} ${x(lane)} ${top + 5}V${end}${branches.join('')}`}
          />
        );
      })}
    </svg>
  );
}
