/** Responsible for who changed what of a model, when and why. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { WideTable } from '../design/wide-table.js';
import { Moment } from '../time/moment.js';
import { historyQuery } from './model-queries.js';

export function ModelHistory({ name }: { readonly name: string }) {
  const { data, error } = useQuery(historyQuery(name));
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <Loading />;
  return (
    <Panel title="History">
      <WideTable label="Changes of the model">
        <thead>
          <tr>
            <th>When</th>
            <th>What</th>
            <th>Who</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {data.changes.map(({ number, action, version, by, reason, at }) => (
            <tr key={number}>
              <td>
                <Moment at={at} />
              </td>
              <td>
                {action}{' '}
                <Link to="/models/$model" params={{ model: name }} search={{ version }}>
                  @{version}
                </Link>
              </td>
              <td>{by}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Panel>
  );
}
