/** What is wrong with the notebook, what to do about it, and a button that does it. */

import React from 'react';

import { bySeverity } from '../flow';
import { fixOf } from '../fixes';
import { CommandIDs } from '../ids';
import { cellText, writeCell } from '../notebook';
import { IDiagnostic } from '../tokens';
import { useServices } from './context';
import { Action } from './parts';

const GLYPHS = { error: '✗', warning: '!', info: 'i' } as const;

export function Problems(): React.JSX.Element | null {
  const { model, trans } = useServices();
  const found = model.graph?.diagnostics;
  if (!found) {
    return null;
  }
  if (found.length === 0) {
    return <p className="jp-nb2pipe-hint">{trans.__('Nothing is wrong with this notebook.')}</p>;
  }
  return (
    <ul className="jp-nb2pipe-problems jp-nb2pipe-scroll" aria-label={trans.__('Problems')}>
      {bySeverity(found).map((each, at) => (
        <ProblemItem key={`${each.code} ${each.cell} ${at}`} found={each} />
      ))}
    </ul>
  );
}

function ProblemItem({ found }: { found: IDiagnostic }): React.JSX.Element {
  const { trans } = useServices();
  return (
    <li data-code={found.code} data-severity={found.severity} data-cell={found.cell}>
      <div>
        <span className="jp-nb2pipe-severity" aria-label={found.severity}>
          {GLYPHS[found.severity]}
        </span>
        <strong>{found.message}</strong>
      </div>
      <div>{found.cure}</div>
      <div className="jp-nb2pipe-bar">
        <span className="jp-nb2pipe-code-name">{found.code}</span>
        {found.cell !== null && <Place found={found} />}
        <FixButton found={found} label={trans.__('Fix')} />
      </div>
    </li>
  );
}

function Place({ found }: { found: IDiagnostic }): React.JSX.Element {
  const { model, commands, trans } = useServices();
  const id = model.cell(found.cell)?.id ?? '';
  const where = found.line
    ? trans.__('cell %1, line %2', found.cell, found.line)
    : trans.__('cell %1', found.cell);
  return (
    <button
      className="jp-nb2pipe-link"
      onClick={() => void commands.execute(CommandIDs.goToCell, { id, focus: false })}
    >
      {where}
    </button>
  );
}

function FixButton({ found, label }: { found: IDiagnostic; label: string }): React.JSX.Element | null {
  const { model } = useServices();
  const { panel, graph } = model;
  const id = model.cell(found.cell)?.id;
  const text = panel && id ? cellText(panel, id) : null;
  const fix = text && graph ? fixOf(found, text, graph) : null;
  if (!panel || id === undefined || !fix) {
    return null;
  }
  return (
    <Action
      label={fix.label}
      title={`${label}: ${fix.label}`}
      onClick={() => writeCell(panel, id, fix.after)}
    />
  );
}
