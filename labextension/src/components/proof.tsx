/** What a proof compared: what differs first, then in how many the pipeline and the notebook agree. */

import React from 'react';

import { IProof, Verdict } from '../tokens';
import { useServices } from './context';

const WRONG: ReadonlySet<Verdict> = new Set(['differs', 'missing']);

export function Proof({ proof }: { proof: IProof }): React.JSX.Element {
  const { trans } = useServices();
  const rows = [...proof.compared].sort((a, b) => Number(WRONG.has(b.verdict)) - Number(WRONG.has(a.verdict)));
  const same = rows.filter(row => row.verdict === 'identical').length;
  return (
    <section data-proven={proof.proven} aria-label={trans.__('Proof')}>
      <p className="jp-nb2pipe-hint">
        {trans.__('%1 of %2 datasets and files are identical to those of the notebook.', same, rows.length)}
      </p>
      {proof.joined.map(join => (
        <p key={join.cells.join()} className="jp-nb2pipe-hint">
          {trans.__('Cells %1 stay one node: %2', join.cells.join(', '), join.why)}
        </p>
      ))}
      <details open={!proof.proven}>
        <summary>{trans.__('What was compared')}</summary>
        <table className="jp-nb2pipe-table">
          <thead>
            <tr>
              <th scope="col">{trans.__('dataset or file')}</th>
              <th scope="col">{trans.__('result')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={`${row.kind} ${row.name}`} data-compared={row.name} data-verdict={row.verdict}>
                <th scope="row" title={row.name}>
                  {row.name}
                </th>
                <td title={row.note}>{row.verdict}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
