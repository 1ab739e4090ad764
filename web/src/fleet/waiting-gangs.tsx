/** Responsible for the gangs that wait for slots, in the order of their turns, each with why. Nothing where none waits. */
import type { Schemas } from '../api/client.js';
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { Lasting } from '../time/moment.js';
import styles from './fleet-page.module.css';
import { GangLink } from './gang-link.js';

interface WaitingGangsProps {
  readonly waiting: readonly Schemas['WaitingGang'][];
  readonly inAll: number;
}

export function WaitingGangs({ waiting, inAll }: WaitingGangsProps) {
  if (waiting.length === 0) return null;
  return (
    <Panel
      title="Waiting for slots"
      aside={inAll > waiting.length ? `the first ${waiting.length} of ${inAll}` : `${inAll}`}
    >
      <WideTable label="Gangs that wait for slots">
        <thead>
          <tr>
            <th>Run and stage</th>
            <th>Team</th>
            <th className={table.number}>Priority</th>
            <th className={table.number}>Waits for</th>
            <th>Because</th>
          </tr>
        </thead>
        <tbody>
          {waiting.map((gang) => (
            <tr key={`${gang.role} ${gang.gangId}`}>
              <td className={styles.gang}>
                <GangLink gang={gang} />
              </td>
              <td>{gang.team}</td>
              <td className={table.number}>{gang.priority}</td>
              <td className={table.number}>
                <Lasting startMs={gang.sinceMs} endMs={null} />
              </td>
              <td className={styles.because}>{gang.because}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Panel>
  );
}
