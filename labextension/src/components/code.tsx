/** The code as it would be written now: the selected node's function, and every module. */

import { HTMLSelect } from '@jupyterlab/ui-components';
import React from 'react';

import { ApiError } from '../api';
import { asProblem } from '../model';
import { ICode } from '../tokens';
import { useServices } from './context';
import { Code, Problem } from './parts';

/** The code of the graph that is shown; the last one stays until there is another. */
function useCode(): { code: ICode | null; problem: ApiError | null } {
  const { model } = useServices();
  const [code, setCode] = React.useState<ICode | null>(null);
  const [problem, setProblem] = React.useState<ApiError | null>(null);
  const { analysis } = model;
  React.useEffect(() => {
    let isCurrent = analysis !== null;
    const wait = window.setTimeout(() => {
      void model.api
        .code(model.source())
        .then(
          found => ({ found, refused: null }),
          (error: unknown) => ({ found: null, refused: asProblem(error) })
        )
        .then(({ found, refused }) => {
          if (isCurrent) {
            setCode(before => found ?? before);
            setProblem(refused);
          }
        });
    }, 150);
    return () => {
      isCurrent = false;
      window.clearTimeout(wait);
    };
  }, [analysis, model]);
  return { code, problem };
}

export function CodeTab(): React.JSX.Element {
  const { model, trans } = useServices();
  const { code, problem } = useCode();
  const [file, setFile] = React.useState<string | null>(null);
  const selected = code?.functions[model.selected?.name ?? ''];
  const files = Object.keys(code?.files ?? {});
  const shown = files.find(name => name === file) ?? files.find(name => name.endsWith('/pipeline.py'));
  return (
    <div className="jp-nb2pipe-scroll">
      <Problem problem={problem} />
      {selected ? (
        <section aria-label={trans.__('Function of the selected node')} data-function={model.selected?.name}>
          <h3>{selected.file}</h3>
          <Code code={selected.source} language="python" />
        </section>
      ) : (
        <p className="jp-nb2pipe-hint">{trans.__('Select a node to see its function.')}</p>
      )}
      {code && shown && (
        <section aria-label={trans.__('Files')} data-file={shown}>
          <HTMLSelect
            className="jp-nb2pipe-select"
            aria-label={trans.__('File')}
            value={shown}
            options={files}
            onChange={event => setFile(event.target.value)}
          />
          <Code code={code.files[shown] ?? ''} language="python" />
        </section>
      )}
    </div>
  );
}
