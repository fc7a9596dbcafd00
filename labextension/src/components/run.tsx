/** Convert, verify and run the pipeline, and watch how it goes. */

import { HTMLSelect } from '@jupyterlab/ui-components';
import React from 'react';

import { CommandIDs } from '../ids';
import { IConversion } from '../tokens';
import { python, typed } from '../words';
import { useServices, useSignal } from './context';
import { Action, Code, CommandButton, Problem } from './parts';
import { Past } from './past';
import { Progress } from './progress';

export function Run(): React.JSX.Element {
  const { model, runs, trans } = useServices();
  useSignal(runs.changed);
  const { place } = runs;
  React.useEffect(() => void runs.refreshPast(), [runs, model.path]);
  return (
    <div className="jp-nb2pipe-scroll">
      <Form />
      <div className="jp-nb2pipe-bar" role="toolbar" aria-label={trans.__('Pipeline')}>
        <CommandButton command={CommandIDs.promote} label={trans.__('Convert')} />
        <CommandButton command={CommandIDs.verify} label={trans.__('Verify')} />
        <CommandButton command={CommandIDs.run} label={trans.__('Run')} />
        <CommandButton command={CommandIDs.stop} label={trans.__('Stop')} />
      </div>
      <Problem problem={place.problem} />
      {place.problem?.kind === 'EditedFilesError' && <Overwrite />}
      {place.preview && <Preview preview={place.preview} />}
      {!place.preview && place.conversion && (
        <p className="jp-nb2pipe-hint" role="status" data-folder={place.conversion.folder}>
          {trans.__('The project is in %1.', place.conversion.folder)}
        </p>
      )}
      <Progress />
      <Past />
    </div>
  );
}

function Form(): React.JSX.Element {
  const { model, runs, trans } = useServices();
  const { form } = runs.place;
  const parameters = Object.entries(model.graph?.parameters ?? {});
  return (
    <div className="jp-nb2pipe-form">
      <Field label={trans.__('Folder')}>
        <input
          className="jp-nb2pipe-input jp-mod-styled"
          placeholder={trans.__('beside the notebook')}
          value={form.folder}
          onChange={event => (runs.form = { folder: event.target.value })}
        />
      </Field>
      <Field label={trans.__('Runner')}>
        <HTMLSelect
          className="jp-nb2pipe-select"
          value={form.runner}
          options={['sequential', 'threads', 'processes', 'dask']}
          onChange={event => (runs.form = { runner: event.target.value })}
        />
      </Field>
      {form.runner !== 'sequential' && (
        <Field label={trans.__('Workers')}>
          <input
            className="jp-nb2pipe-input jp-mod-styled"
            type="number"
            min={1}
            value={form.workers}
            onChange={event => (runs.form = { workers: event.target.value })}
          />
        </Field>
      )}
      <Field label={trans.__('Convert first')}>
        <input
          type="checkbox"
          checked={form.convertFirst}
          onChange={event => (runs.form = { convertFirst: event.target.checked })}
        />
      </Field>
      {parameters.length > 0 && (
        <details>
          <summary>{trans.__('Parameters of this run')}</summary>
          {parameters.map(([name, value]) => (
            <Field key={name} label={name}>
              <input
                className="jp-nb2pipe-input jp-mod-styled"
                data-run-parameter={name}
                placeholder={python(value)}
                onChange={event => setParameter(name, event.target.value)}
              />
            </Field>
          ))}
        </details>
      )}
    </div>
  );

  function setParameter(name: string, text: string): void {
    const params = new Map(form.params);
    if (text.trim()) {
      params.set(name, typed(text.trim()));
    } else {
      params.delete(name);
    }
    runs.form = { params };
  }
}

function Field(props: { label: string; children: React.ReactNode }): React.JSX.Element {
  return (
    <label className="jp-nb2pipe-field-row">
      <span>{props.label}</span>
      {props.children}
    </label>
  );
}

function Overwrite(): React.JSX.Element {
  const { runs, trans } = useServices();
  return (
    <div className="jp-nb2pipe-bar">
      <Action
        label={trans.__('Lose the edits')}
        title={trans.__('Write over the files that were edited')}
        onClick={() => void runs.write(true)}
      />
      <Action label={trans.__('Keep them')} onClick={() => runs.dismiss()} />
    </div>
  );
}

/** What a conversion would change, before it does. */
function Preview({ preview }: { preview: IConversion }): React.JSX.Element {
  const { runs, trans } = useServices();
  const { missing, stale } = preview.difference;
  const diffs = Object.entries(preview.diffs ?? {});
  return (
    <section className="jp-nb2pipe-preview" aria-label={trans.__('What would change')}>
      <h3>{trans.__('This would change in %1', preview.folder)}</h3>
      {diffs.map(([name, diff]) => (
        <details key={name} data-file={name}>
          <summary>{name}</summary>
          <Code code={diff} language="diff" />
        </details>
      ))}
      {missing.length > 0 && <p>{trans.__('new: %1', missing.join(', '))}</p>}
      {stale.length > 0 && <p>{trans.__('removed: %1', stale.join(', '))}</p>}
      <div className="jp-nb2pipe-bar">
        <Action label={trans.__('Write')} onClick={() => void runs.write(false)} />
        <Action label={trans.__('Cancel')} onClick={() => runs.dismiss()} />
      </div>
    </section>
  );
}
