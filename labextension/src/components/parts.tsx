/** Small pieces that several tabs share. */

import { Button, LabIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { ApiError } from '../api';
import { CommandIDs } from '../ids';
import { NodeStatus } from '../tokens';
import { useServices } from './context';

export type Shown = NodeStatus | 'stale' | 'idle';

const GLYPHS: { readonly [status in Shown]: string } = {
  running: '▶',
  done: '✓',
  cached: '=',
  failed: '✗',
  skipped: '–',
  stale: '↻',
  idle: ''
};

/** A node's status as a sign; the word for it is in the label of its row. */
export function Status({ status }: { status: Shown }): React.JSX.Element {
  return (
    <span className="jp-nb2pipe-status" data-status={status} title={status} aria-hidden="true">
      {GLYPHS[status]}
    </span>
  );
}

/** A button that runs a command. */
export function CommandButton(props: {
  command: string;
  args?: { readonly [name: string]: string | boolean };
  label?: string;
  icon?: LabIcon;
}): React.JSX.Element {
  const { commands } = useServices();
  const { command, args = {}, icon: Icon } = props;
  const label = props.label ?? commands.label(command, args);
  return (
    <Button
      minimal={!!Icon}
      small
      className={Icon ? 'jp-nb2pipe-icon-button' : 'jp-nb2pipe-button'}
      disabled={!commands.isEnabled(command, args)}
      title={commands.caption(command, args) || label}
      aria-label={label}
      onClick={() => void commands.execute(command, args)}
    >
      {Icon ? <Icon.react tag="span" /> : label}
    </Button>
  );
}

/** A plain button of the panel. */
export function Action(props: {
  label: string;
  title?: string;
  disabled?: boolean;
  onClick: () => void;
}): React.JSX.Element {
  return (
    <Button
      small
      className="jp-nb2pipe-button"
      disabled={props.disabled}
      title={props.title ?? props.label}
      onClick={props.onClick}
    >
      {props.label}
    </Button>
  );
}

/** Leads to the cell that failed, where it is still there. */
export function CellLink({ cell }: { cell: number | null }): React.JSX.Element | null {
  const { model, commands, trans } = useServices();
  const id = model.cell(cell)?.id;
  return id === undefined ? null : (
    <button
      className="jp-nb2pipe-link"
      data-failing-cell={cell}
      onClick={() => void commands.execute(CommandIDs.goToCell, { id, focus: true })}
    >
      {trans.__('Open cell %1', cell)}
    </button>
  );
}

/** What went wrong, and what to do. */
export function Problem({ problem }: { problem: ApiError | null }): React.JSX.Element | null {
  return (
    problem && (
      <div className="jp-nb2pipe-problem" role="alert" data-status={problem.status}>
        <strong>{problem.message}</strong>
        <span>{problem.cure}</span>
      </div>
    )
  );
}

/** Code, highlighted by JupyterLab. */
export function Code({ code, language }: { code: string; language: string }): React.JSX.Element {
  const { highlight } = useServices();
  const host = React.useRef<HTMLPreElement>(null);
  React.useEffect(() => {
    if (host.current) {
      host.current.replaceChildren();
      void highlight(code, language, host.current);
    }
  }, [code, language, highlight]);
  return <pre className="jp-nb2pipe-code cm-editor" ref={host} tabIndex={0} />;
}

/** Keys that walk a list; only one of its elements is a stop of Tab. */
export function onArrowKeys(event: React.KeyboardEvent, selector: string): void {
  const steps: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1 };
  const items = Array.from(event.currentTarget.querySelectorAll<HTMLElement>(selector));
  const at = items.findIndex(item => item === document.activeElement);
  const ends: { readonly [key: string]: number } = { Home: 0, End: items.length - 1 };
  const step = steps[event.key];
  const next = items[ends[event.key] ?? (step === undefined ? -1 : at + step)];
  if (at >= 0 && next) {
    event.preventDefault();
    next.focus();
  }
}
