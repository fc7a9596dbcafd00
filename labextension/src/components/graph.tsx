/** The picture: boxes and lines where the server placed them; this only draws. */

import { addIcon, LabIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { curve, steps } from '../drawing';
import { neighbours } from '../flow';
import { CommandIDs } from '../ids';
import { IBox, IDrawing, ILine, INode } from '../tokens';
import { duration } from '../words';
import { useServices, useSignal } from './context';
import { nodeLabel } from './list';
import { CommandButton } from './parts';
import { shownStatus } from './status';
import { usePanAndZoom } from './zoom';

const ROUND = { node: 6, dataset: 17, parameter: 0 } as const;

/** The graph in the panel, or where it has more room: then it needs no button for that. */
export function PipelineGraph({ isLarge = false }: { isLarge?: boolean }): React.JSX.Element | null {
  const { model, runs, trans } = useServices();
  useSignal(runs.changed);
  const drawing = model.analysis?.drawing;
  const view = usePanAndZoom(drawing?.width ?? 0, drawing?.height ?? 0);
  if (!drawing) {
    return null;
  }
  return (
    <div className="jp-nb2pipe-graph-frame">
      <div className="jp-nb2pipe-bar" role="toolbar" aria-label={trans.__('Graph')}>
        <ZoomButton label={trans.__('Zoom in')} icon={addIcon} onClick={() => view.zoom(1.25)} />
        <ZoomButton label={trans.__('Zoom out')} text="−" onClick={() => view.zoom(0.8)} />
        <ZoomButton label={trans.__('Fit')} text={trans.__('Fit')} onClick={view.fit} />
        {!isLarge && <CommandButton command={CommandIDs.openGraph} label={trans.__('Enlarge')} />}
        <CommandButton command={CommandIDs.exportGraph} label={trans.__('SVG')} />
      </div>
      <div className="jp-nb2pipe-canvas" ref={view.frame} {...view.handlers}>
        <svg
          className="jp-nb2pipe-graph"
          role="group"
          aria-label={trans.__('Graph of the pipeline')}
          width={drawing.width * view.scale}
          height={drawing.height * view.scale}
          viewBox={`0 0 ${drawing.width} ${drawing.height}`}
          onKeyDown={event => onKey(event, drawing)}
        >
          <defs>
            <marker id="jp-nb2pipe-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse">
              <path className="jp-nb2pipe-tip" d="M0 0L8 4L0 8z" />
            </marker>
          </defs>
          {drawing.lines.map(line => (
            <Line key={`${line.source} ${line.target}`} line={line} />
          ))}
          {drawing.boxes.map((box, at) => (
            <Box key={box.id} box={box} isFirst={at === 0} />
          ))}
          {drawing.lines.filter(line => line.label).map(line => (
            <text
              key={`${line.source} ${line.target}`}
              className="jp-nb2pipe-line-label"
              x={line.label_at[0]}
              y={line.label_at[1] + 4}
            >
              {line.label}
            </text>
          ))}
        </svg>
      </div>
    </div>
  );
}

function ZoomButton(props: {
  label: string;
  icon?: LabIcon;
  text?: string;
  onClick: () => void;
}): React.JSX.Element {
  return (
    <button
      className="jp-nb2pipe-button jp-mod-styled jp-mod-minimal"
      title={props.label}
      aria-label={props.label}
      onClick={props.onClick}
    >
      {props.icon ? <props.icon.react tag="span" /> : props.text}
    </button>
  );
}

/** Arrows walk along the lines and the layers, as the eye does. */
function onKey(event: React.KeyboardEvent<SVGSVGElement>, drawing: IDrawing): void {
  const id = document.activeElement?.getAttribute('data-id');
  const next = id && steps(drawing, id)[event.key];
  if (next) {
    event.preventDefault();
    event.currentTarget.querySelector<SVGGElement>(`[data-id="${CSS.escape(next)}"]`)?.focus();
  }
}

function Line({ line }: { line: ILine }): React.JSX.Element {
  const { model } = useServices();
  const selected = model.selected && `node:${model.selected.name}`;
  const lit = selected === line.source ? 'makes' : selected === line.target ? 'reads' : undefined;
  return (
    <path
      className="jp-nb2pipe-line"
      data-lit={lit}
      markerEnd="url(#jp-nb2pipe-tip)"
      d={curve(line.points)}
    />
  );
}

function Box({ box, isFirst }: { box: IBox; isFirst: boolean }): React.JSX.Element {
  const { model } = useServices();
  const node = box.kind === 'node' ? model.node(box.id.replace(/^node:/, '')) : null;
  return node ? <NodeBox box={box} node={node} isFirst={isFirst} /> : <DataBox box={box} />;
}

function NodeBox(props: { box: IBox; node: INode; isFirst: boolean }): React.JSX.Element {
  const { box, node, isFirst } = props;
  const { model, runs, commands } = useServices();
  const status = shownStatus(model, runs, node);
  const seconds = runs.place.state?.nodes.get(node.name)?.seconds ?? null;
  const said = seconds === null ? '' : duration(seconds);
  const { selected, graph } = model;
  const near = selected && graph ? neighbours(graph, selected.name) : null;
  const isNear = near?.before.has(node.name) || near?.after.has(node.name);
  const go = (focus: boolean): void =>
    void commands.execute(CommandIDs.goToNode, { name: node.name, focus });
  return (
    <g
      className="jp-nb2pipe-box jp-nb2pipe-box-node"
      data-id={box.id}
      data-node={node.name}
      data-status={status}
      data-lit={isNear ? 'near' : undefined}
      aria-current={node === selected}
      role="button"
      tabIndex={node === selected || (!selected && isFirst) ? 0 : -1}
      aria-label={nodeLabel(node, status, said)}
      onClick={() => go(false)}
      onDoubleClick={() => go(true)}
      onKeyDown={event => event.key === 'Enter' && go(true)}
    >
      <title>{node.doc || node.name}</title>
      <Shape box={box} />
      {said && (
        <text className="jp-nb2pipe-box-time" x={box.x + box.w} y={box.y - 3}>
          {said}
        </text>
      )}
    </g>
  );
}

function DataBox({ box }: { box: IBox }): React.JSX.Element {
  return (
    <g
      className={`jp-nb2pipe-box jp-nb2pipe-box-${box.kind}`}
      data-id={box.id}
      data-dataset={box.label}
      role="img"
      tabIndex={-1}
      aria-label={`${box.kind} ${box.label}`}
    >
      <Shape box={box} />
    </g>
  );
}

function Shape({ box }: { box: IBox }): React.JSX.Element {
  return (
    <>
      <rect x={box.x} y={box.y} width={box.w} height={box.h} rx={ROUND[box.kind]} />
      <text x={box.x + box.w / 2} y={box.y + box.h / 2 + 4.5}>
        {box.label}
      </text>
    </>
  );
}
