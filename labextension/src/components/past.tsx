/** Past runs, and what two of them do not have in common. */

import React from 'react';

import { compared } from '../compare';
import { IJob } from '../tokens';
import { duration } from '../words';
import { useServices } from './context';

export function Past(): React.JSX.Element | null {
  const { runs, trans } = useServices();
  const [chosen, choose] = React.useState<readonly string[]>([]);
  if (runs.past.length === 0) {
    return null;
  }
  const toggle = (id: string): void =>
    choose(chosen.includes(id) ? chosen.filter(each => each !== id) : [...chosen, id].slice(-2));
  const pair = runs.past.filter(job => chosen.includes(job.id));
  return (
    <section aria-label={trans.__('Past runs')}>
      <h3>{trans.__('Past runs')}</h3>
      <ul className="jp-nb2pipe-past">
        {runs.past.map(job => (
          <li key={job.id} data-run={job.id} data-status={job.status}>
            <label>
              <input type="checkbox" checked={chosen.includes(job.id)} onChange={() => toggle(job.id)} />
              {described(job)}
            </label>
          </li>
        ))}
      </ul>
      {pair.length === 2 ? (
        <Comparison older={pair[1]} newer={pair[0]} />
      ) : (
        <p className="jp-nb2pipe-hint">{trans.__('Choose two to compare them.')}</p>
      )}
    </section>
  );
}

function described(job: IJob): string {
  const at = new Date(job.started * 1000).toLocaleTimeString();
  return `${at} ${job.kind} ${job.path}: ${job.status}, ${duration(job.seconds)}`;
}

function Comparison({ older, newer }: { older: IJob; newer: IJob }): React.JSX.Element {
  const { trans } = useServices();
  const rows = compared(older, newer);
  return (
    <table className="jp-nb2pipe-comparison">
      <thead>
        <tr>
          <th />
          <th scope="col">{trans.__('older')}</th>
          <th scope="col">{trans.__('newer')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.what} data-differs={row.older !== row.newer}>
            <th scope="row">{row.what}</th>
            <td>{row.older}</td>
            <td>{row.newer}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
