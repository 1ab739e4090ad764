/** Responsible for what a stage does now: its shards as a map that fills, or how far each rank of its gang is. */
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { countText, doneShardsOf, fanoutsOf, ranksOf } from './progress.js';
import { ShardMap } from './shard-map.js';
import styles from './stage-progress.module.css';
import type { Activity } from './standing.js';

export function StageProgress({ activities }: { readonly activities: readonly Activity[] }) {
  const ranks = ranksOf(activities);
  return (
    <>
      {fanoutsOf(activities).map((fanout, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stage's fan-outs have nothing else that tells them apart
        <div key={index} className={styles.fanout}>
          <p>
            {fanout.doneShards.toLocaleString('en')} of {fanout.totalShards.toLocaleString('en')} shards done
            {fanout.isFolding === true ? ', folding their results' : speedText(fanout.rowsPerSecond)}
          </p>
          {fanout.waiting !== undefined && <p className={styles.waiting}>Waits: {fanout.waiting}</p>}
          {fanout.again !== undefined && (
            <p className={styles.again}>
              Attempt {fanout.again.attempt} of coordinating it
              {fanout.again.failure !== null && `, after: ${fanout.again.failure.message}`}
            </p>
          )}
          <ShardMap done={doneShardsOf(fanout)} isTold={fanout.doneShardMap !== undefined} />
        </div>
      ))}
      {ranks.length > 0 && (
        <WideTable label="Ranks" className={styles.ranks}>
          <thead>
            <tr>
              <th>Rank</th>
              <th>Does</th>
              <th className={table.number}>Steps</th>
              <th className={table.number}>Rows/s</th>
              <th>Losses</th>
            </tr>
          </thead>
          <tbody>
            {ranks.map(({ rank, phase, doneSteps, totalSteps, rowsPerSecond, losses }) => (
              <tr key={rank}>
                <td>{rank}</td>
                <td>{phase}</td>
                <td className={table.number}>{totalSteps > 0 && `${doneSteps} / ${totalSteps}`}</td>
                <td className={table.number}>{(rowsPerSecond ?? 0) > 0 && countText(rowsPerSecond ?? 0)}</td>
                <td>
                  {Object.entries(losses)
                    .map(([task, loss]) => `${task} ${loss === null ? 'not a number' : loss.toFixed(4)}`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </>
  );
}

function speedText(rowsPerSecond: number | null): string {
  return (rowsPerSecond ?? 0) > 0 ? `, ${countText(rowsPerSecond ?? 0)} rows/s` : '';
}
