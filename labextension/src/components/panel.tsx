/** The panel: what notebook it speaks of, its tabs, and how the pipeline stands. */

import { refreshIcon, runIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { CommandIDs } from '../ids';
import { Tab } from '../model';
import { Cells } from './cells';
import { CodeTab } from './code';
import { useServices, useSignal } from './context';
import { Data } from './data';
import { PipelineGraph } from './graph';
import { PipelineList } from './list';
import { CommandButton, Problem } from './parts';
import { Problems } from './problems';
import { Run } from './run';

const TABS: { readonly [tab in Tab]: React.ComponentType } = {
  list: PipelineList,
  graph: PipelineGraph,
  cells: Cells,
  problems: Problems,
  code: CodeTab,
  data: Data,
  run: Run
};

export function Panel(): React.JSX.Element {
  const { model, trans } = useServices();
  useSignal(model.changed);
  if (!model.panel) {
    return <p className="jp-nb2pipe-hint">{trans.__('Open a notebook to see its pipeline.')}</p>;
  }
  const Content = TABS[model.tab];
  return (
    <>
      <Header />
      <TabBar />
      <Problem problem={model.problem} />
      <div
        className="jp-nb2pipe-content"
        role="tabpanel"
        id="jp-nb2pipe-tabpanel"
        aria-labelledby={`jp-nb2pipe-tab-${model.tab}`}
      >
        {model.graph ? <Content /> : <p className="jp-nb2pipe-hint">{trans.__('Reading the notebook …')}</p>}
      </div>
      <StatusLine />
    </>
  );
}

function Header(): React.JSX.Element {
  const { model, trans } = useServices();
  return (
    <div className="jp-nb2pipe-header">
      <span className="jp-nb2pipe-title" title={model.path}>
        {model.graph?.name ?? model.path}
      </span>
      <CommandButton command={CommandIDs.runStale} icon={refreshIcon} label={trans.__('Run what is stale')} />
      <CommandButton command={CommandIDs.run} icon={runIcon} label={trans.__('Run the pipeline')} />
    </div>
  );
}

function TabBar(): React.JSX.Element {
  const { model, trans } = useServices();
  const labels: { readonly [tab in Tab]: string } = {
    list: trans.__('List'),
    graph: trans.__('Graph'),
    cells: trans.__('Cells'),
    problems: trans.__('Problems'),
    code: trans.__('Code'),
    data: trans.__('Data'),
    run: trans.__('Run')
  };
  const tabs = Object.keys(TABS) as Tab[];
  const count = model.graph?.diagnostics.filter(each => each.severity !== 'info').length ?? 0;
  return (
    <div className="jp-nb2pipe-tabs" role="tablist" aria-label={trans.__('Views')} onKeyDown={onKey}>
      {tabs.map(tab => (
        <button
          key={tab}
          id={`jp-nb2pipe-tab-${tab}`}
          role="tab"
          data-tab={tab}
          aria-selected={tab === model.tab}
          aria-controls="jp-nb2pipe-tabpanel"
          tabIndex={tab === model.tab ? 0 : -1}
          onClick={() => (model.tab = tab)}
        >
          {labels[tab]}
          {tab === 'problems' && count > 0 && <span className="jp-nb2pipe-count">{count}</span>}
        </button>
      ))}
    </div>
  );

  function onKey(event: React.KeyboardEvent): void {
    const steps: { readonly [key: string]: number } = { ArrowRight: 1, ArrowLeft: tabs.length - 1 };
    const step = steps[event.key] ?? 0;
    const next = tabs[(tabs.indexOf(model.tab) + step) % tabs.length];
    if (step && next) {
      model.tab = next;
      document.getElementById(`jp-nb2pipe-tab-${next}`)?.focus();
    }
  }
}

function StatusLine(): React.JSX.Element {
  const { model, runs, trans } = useServices();
  useSignal(runs.changed);
  const { graph } = model;
  const nodes = graph?.nodes.length ?? 0;
  const errors = graph?.diagnostics.filter(each => each.severity === 'error').length ?? 0;
  const words = [
    trans._n('one node', '%1 nodes', nodes),
    model.auto ? trans.__('not tagged yet') : '',
    errors ? trans._n('one error', '%1 errors', errors) : '',
    model.stale.size ? trans.__('%1 stale', model.stale.size) : '',
    runs.place.state?.status === 'running' ? trans.__('running') : ''
  ];
  return (
    <div className="jp-nb2pipe-status-line" role="status" aria-live="polite">
      {words.filter(word => word).join(' · ')}
    </div>
  );
}
