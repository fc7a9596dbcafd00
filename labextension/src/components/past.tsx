/** Past runs, and what two of them do not have in common. */

import React from 'react';

import { IDifference, IPastRun, Json } from '../tokens';
import { duration, python } from '../words';
import { useServices } from './context';

export function Past(): React.JSX.Element | null {
  const { runs, trans } = useServices();
  const [chosen, choose] = React.useState<readonly string[]>([]);
  if (runs.past.length === 0) {
    return null;
  }
  const toggle = (id: string): void =>
    choose(chosen.includes(id) ? chosen.filter(each => each !== id) : [...chosen, id].slice(-2));
  const [newer, older] = runs.past.filter(run => chosen.includes(run.id));
  return (
    <section aria-label={trans.__('Past runs')}>
      <h3>{trans.__('Past runs')}</h3>
      <ul className="jp-nb2pipe-past">
        {runs.past.map(run => (
          <li key={run.id} data-run={run.id} data-status={run.status}>
            <label>
              <input type="checkbox" checked={chosen.includes(run.id)} onChange={() => toggle(run.id)} />
              {described(run)}
            </label>
          </li>
        ))}
      </ul>
      {newer && older ? (
        <Comparison older={older} newer={newer} />
      ) : (
        <p className="jp-nb2pipe-hint">{trans.__('Choose two to compare them.')}</p>
      )}
    </section>
  );
}

function described(run: IPastRun): string {
  const at = new Date(run.started * 1000).toLocaleString();
  const took = run.seconds === null ? '' : `, ${duration(run.seconds)}`;
  const metrics = Object.entries(run.metrics).map(([name, value]) => `, ${name} ${value.toPrecision(4)}`);
  return `${at}: ${run.status}${took}${metrics.join('')}`;
}

function Comparison({ older, newer }: { older: IPastRun; newer: IPastRun }): React.JSX.Element {
  const { runs, trans } = useServices();
  const [rows, setRows] = React.useState<readonly IDifference[] | null>(null);
  React.useEffect(() => {
    let isCurrent = true;
    const show = (found: readonly IDifference[]): void => (isCurrent ? setRows(found) : undefined);
    runs.compare(older.id, newer.id).then(show, () => show([]));
    return () => {
      isCurrent = false;
    };
  }, [runs, older.id, newer.id]);
  if (rows?.length === 0) {
    return <p className="jp-nb2pipe-hint">{trans.__('They do not differ.')}</p>;
  }
  return (
    <table className="jp-nb2pipe-table">
      <thead>
        <tr>
          <th />
          <th scope="col">{trans.__('older')}</th>
          <th scope="col">{trans.__('newer')}</th>
        </tr>
      </thead>
      <tbody>
        {rows?.map(row => (
          <tr key={`${row.kind} ${row.name}`} data-difference={row.name}>
            <th scope="row" title={row.kind}>
              {row.name}
            </th>
            <td>{told(row.before)}</td>
            <td>{told(row.after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value in few words; keys and digests are long, and their beginning tells them apart. */
function told(value: Json): string {
  const text = value === null ? '' : typeof value === 'string' ? value : python(value);
  return text.length > 16 ? `${text.slice(0, 15)}…` : text;
}
