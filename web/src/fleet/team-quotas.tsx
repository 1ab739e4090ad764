/** Responsible for what teams hold of the fleet, and may. Nothing where no team has a quota or holds a slot. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';

const everyMs = 10_000;

const quotasQuery = queryOptions({
  queryKey: ['quotas'],
  queryFn: ({ signal }) => answered(api.GET('/v1/quotas', { signal })),
  refetchInterval: everyMs,
});

export function TeamQuotas() {
  const { data } = useQuery(quotasQuery);
  if (data === undefined || data.quotas.length === 0) return null;
  return (
    <Panel title="Teams">
      <WideTable label="Slots of each team">
        <thead>
          <tr>
            <th>Team</th>
            <th className={table.number}>Encoders</th>
            <th className={table.number}>Trainers</th>
          </tr>
        </thead>
        <tbody>
          {data.quotas.map(({ team, quota, held }) => (
            <tr key={team}>
              <td>{team}</td>
              <td className={table.number}>{ofText(held.encoder, quota?.slots.encoder)}</td>
              <td className={table.number}>{ofText(held.trainer, quota?.slots.trainer)}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Panel>
  );
}

function ofText(held: number, most: number | undefined): string {
  return most === undefined ? `${held}` : `${held} of ${most}`;
}
