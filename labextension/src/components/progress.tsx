/** How the run goes: each node with its time, what it printed, and what failed where. */

import React from 'react';

import { doneCount, INodeRun, IRunState } from '../events';
import { CommandIDs } from '../ids';
import { JobStatus } from '../tokens';
import { duration } from '../words';
import { useServices, useSignal } from './context';
import { Status } from './parts';

export function Progress(): React.JSX.Element | null {
  const { runs } = useServices();
  useSignal(runs.changed);
  const { state, job } = runs.place;
  if (!state || !job) {
    return null;
  }
  return (
    <section className="jp-nb2pipe-progress" data-job={job.kind} data-status={state.status}>
      <Headline state={state} />
      {state.problem && (
        <div className="jp-nb2pipe-problem" role="alert">
          <strong>{state.problem.message}</strong>
          <span>{state.problem.cure}</span>
        </div>
      )}
      <ul>
        {[...state.nodes].map(([name, run]) => (
          <NodeProgress key={name} name={name} run={run} state={state} />
        ))}
      </ul>
      <Log
        lines={state.logs.filter(line => line.node === null).map(line => line.text)}
        isOpen={job.kind === 'verify'}
      />
    </section>
  );
}

function Headline({ state }: { state: IRunState }): React.JSX.Element {
  const { trans } = useServices();
  const words: { readonly [status in JobStatus]: string } = {
    running: trans.__('running'),
    success: trans.__('succeeded'),
    failed: trans.__('failed'),
    cancelled: trans.__('stopped')
  };
  const done = doneCount(state);
  const count = state.total ? `, ${trans.__('%1 of %2 nodes', done, state.total)}` : '';
  return (
    <div role="status" aria-live="polite">
      <strong>{words[state.status]}</strong>
      {count}
      {state.total > 0 && state.status === 'running' && (
        <progress max={state.total} value={done} aria-label={trans.__('Nodes done')} />
      )}
    </div>
  );
}

function NodeProgress(props: { name: string; run: INodeRun; state: IRunState }): React.JSX.Element {
  const { name, run, state } = props;
  const { commands } = useServices();
  const lines = state.logs.filter(line => line.node === name).map(line => line.text);
  return (
    <li data-run-node={name} data-status={run.status}>
      <div className="jp-nb2pipe-row-head">
        <Status status={run.status} />
        <button
          className="jp-nb2pipe-link"
          onClick={() => void commands.execute(CommandIDs.goToNode, { name, focus: false })}
        >
          {name}
        </button>
        <span className="jp-nb2pipe-time">
          {run.seconds === null ? run.status : duration(run.seconds)}
        </span>
      </div>
      {run.error && <Failure run={run} />}
      <Log lines={lines} />
    </li>
  );
}

function Failure({ run }: { run: INodeRun }): React.JSX.Element {
  const { model, commands, trans } = useServices();
  const id = model.cell(run.cell)?.id;
  return (
    <div className="jp-nb2pipe-problem" role="alert">
      <strong>
        {run.error?.type}: {run.error?.message}
      </strong>
      {run.error?.cure && <span>{run.error.cure}</span>}
      {id && (
        <button
          className="jp-nb2pipe-link"
          data-failing-cell={run.cell}
          onClick={() => void commands.execute(CommandIDs.goToCell, { id, focus: true })}
        >
          {trans.__('Open cell %1', run.cell)}
        </button>
      )}
      {run.error?.traceback && (
        <details>
          <summary>{trans.__('Traceback')}</summary>
          <pre className="jp-nb2pipe-code">{run.error.traceback}</pre>
        </details>
      )}
    </div>
  );
}

function Log(props: { lines: readonly string[]; isOpen?: boolean }): React.JSX.Element | null {
  const { lines, isOpen } = props;
  const { trans } = useServices();
  if (lines.length === 0) {
    return null;
  }
  return (
    <details className="jp-nb2pipe-log" open={isOpen}>
      <summary>{trans._n('One line was printed', '%1 lines were printed', lines.length)}</summary>
      <pre className="jp-nb2pipe-code" tabIndex={0}>
        {lines.join('\n')}
      </pre>
    </details>
  );
}
