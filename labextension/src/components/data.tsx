/** Parameters and catalog entries, edited where they stand in the notebook. */

import React from 'react';

import { ApiError } from '../api';
import { asProblem } from '../model';
import { applyEdit } from '../notebook';
import { Json } from '../tokens';
import { python, yaml } from '../words';
import { useServices } from './context';
import { Action, Problem } from './parts';

export function Data(): React.JSX.Element | null {
  const { model, trans } = useServices();
  const graph = model.graph;
  if (!graph) {
    return null;
  }
  const stored = Object.keys(graph.catalog);
  const free = graph.datasets.filter(name => !stored.includes(name));
  return (
    <div className="jp-nb2pipe-scroll">
      <h3>{trans.__('Parameters')}</h3>
      {Object.entries(graph.parameters).map(([name, value]) => (
        <Parameter key={name} name={name} value={value} />
      ))}
      {Object.keys(graph.parameters).length === 0 && (
        <p className="jp-nb2pipe-hint">{trans.__('Assign them in a %%params cell.')}</p>
      )}
      <h3>{trans.__('Catalog')}</h3>
      {stored.map(name => (
        <Entry key={name} name={name} entry={graph.catalog[name] ?? null} />
      ))}
      {free.length > 0 && <h3>{trans.__('Not stored')}</h3>}
      {free.map(name => (
        <Entry key={name} name={name} entry={null} />
      ))}
    </div>
  );
}

/** Ask the server for an edit and do it; gives what was refused. */
function useEdit(what: 'parameter' | 'entry', name: string): {
  problem: ApiError | null;
  write: (value: string) => Promise<boolean>;
} {
  const { model } = useServices();
  const [problem, setProblem] = React.useState<ApiError | null>(null);
  const write = async (value: string): Promise<boolean> => {
    try {
      const { panel } = model;
      const edit = await model.api.edit(model.source(), what, name, value);
      if (panel) {
        applyEdit(panel, edit);
      }
      setProblem(null);
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    }
  };
  return { problem, write };
}

function Parameter({ name, value }: { name: string; value: Json }): React.JSX.Element {
  const { trans } = useServices();
  const { problem, write } = useEdit('parameter', name);
  const held = python(value);
  const [text, setText] = React.useState(held);
  React.useEffect(() => setText(held), [held]);
  const done = (): void => void (text !== held && write(text));
  return (
    <div className="jp-nb2pipe-field" data-parameter={name}>
      <label>
        <span>{name}</span>
        <input
          className="jp-nb2pipe-input jp-mod-styled"
          value={text}
          aria-invalid={problem !== null}
          aria-label={trans.__('Value of %1', name)}
          onChange={event => setText(event.target.value)}
          onBlur={done}
          onKeyDown={event => event.key === 'Enter' && done()}
        />
      </label>
      <Problem problem={problem} />
    </div>
  );
}

function Entry({ name, entry }: { name: string; entry: Json }): React.JSX.Element {
  const { trans } = useServices();
  const { problem, write } = useEdit('entry', name);
  const [text, setText] = React.useState<string | null>(null);
  const held = entry === null ? 'type: pickle.PickleDataset\nfilepath: data/' + name + '.pkl' : yaml(entry);
  const save = async (): Promise<void> => {
    if (await write(text ?? held)) {
      setText(null);
    }
  };
  return (
    <div className="jp-nb2pipe-field" data-entry={name}>
      <div className="jp-nb2pipe-bar">
        <span className="jp-nb2pipe-name">{name}</span>
        {text === null ? (
          <Action
            label={entry === null ? trans.__('Store') : trans.__('Edit')}
            title={trans.__('Edit the catalog entry %1', name)}
            onClick={() => setText(held)}
          />
        ) : (
          <>
            <Action label={trans.__('Write')} onClick={() => void save()} />
            <Action label={trans.__('Cancel')} onClick={() => setText(null)} />
          </>
        )}
      </div>
      {text === null ? (
        entry !== null && <pre className="jp-nb2pipe-code">{held}</pre>
      ) : (
        <textarea
          className="jp-nb2pipe-input jp-mod-styled"
          rows={held.split('\n').length + 1}
          value={text}
          aria-label={trans.__('Catalog entry %1', name)}
          aria-invalid={problem !== null}
          onChange={event => setText(event.target.value)}
        />
      )}
      <Problem problem={problem} />
    </div>
  );
}
