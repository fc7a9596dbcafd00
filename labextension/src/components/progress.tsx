/** How the run goes: each node with its time, what it printed, and what failed where. */

import React from 'react';

import { doneCount, INodeRun, IRunState } from '../events';
import { CommandIDs } from '../ids';
import { IJob, JobStatus } from '../tokens';
import { duration } from '../words';
import { useServices, useSignal } from './context';
import { CellLink, Status } from './parts';
import { Proof } from './proof';

export function Progress(): React.JSX.Element | null {
  const { runs } = useServices();
  useSignal(runs.changed);
  const { state, job } = runs.place;
  if (!state || !job) {
    return null;
  }
  return (
    <section className="jp-nb2pipe-progress" data-job={job.kind} data-status={state.status}>
      <Headline state={state} kind={job.kind} />
      {state.problem && (
        <div className="jp-nb2pipe-problem" role="alert">
          <strong>{state.problem.message}</strong>
          <span>{state.problem.cure}</span>
          <CellLink cell={state.problem.cell} />
        </div>
      )}
      {state.proof && <Proof proof={state.proof} />}
      <ul>
        {[...state.nodes].map(([name, run]) => (
          <NodeProgress key={name} name={name} run={run} state={state} />
        ))}
      </ul>
      <Log lines={state.logs.filter(line => line.node === null).map(line => line.text)} />
    </section>
  );
}

function Headline({ state, kind }: { state: IRunState; kind: IJob['kind'] }): React.JSX.Element {
  const { trans } = useServices();
  const isProof = kind === 'verify';
  const words: { readonly [status in JobStatus]: string } = {
    running: state.phase ?? (state.total > 0 ? trans.__('running') : trans.__('starting')),
    success: isProof ? trans.__('proven') : trans.__('succeeded'),
    failed: isProof ? trans.__('not proven') : trans.__('failed'),
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
  const { commands, trans } = useServices();
  const lines = state.logs.filter(line => line.node === name).map(line => line.text);
  return (
    <li data-run-node={name} data-status={run.status}>
      <div className="jp-nb2pipe-row-head">
        <Status status={run.status} />
        <button
          className="jp-nb2pipe-link"
          title={trans.__('Go to %1', name)}
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
  const { trans } = useServices();
  return (
    <div className="jp-nb2pipe-problem" role="alert">
      <strong>
        {run.error?.type}: {run.error?.message}
      </strong>
      {run.error?.cure && <span>{run.error.cure}</span>}
      <CellLink cell={run.cell} />
      {run.error?.traceback && (
        <details>
          <summary>{trans.__('Traceback')}</summary>
          <pre className="jp-nb2pipe-code">{run.error.traceback}</pre>
        </details>
      )}
    </div>
  );
}

function Log({ lines }: { lines: readonly string[] }): React.JSX.Element | null {
  const { trans } = useServices();
  if (lines.length === 0) {
    return null;
  }
  return (
    <details className="jp-nb2pipe-log">
      <summary>{trans._n('One line was printed', '%1 lines were printed', lines.length)}</summary>
      <pre className="jp-nb2pipe-code" tabIndex={0}>
        {lines.join('\n')}
      </pre>
    </details>
  );
}
