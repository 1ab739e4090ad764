/** Responsible for what a stage does now: its shards as a map that fills, or how far each rank of its gang is. */
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { countText, fanoutsOf, ranksOf } from './progress.js';
import { ShardMap } from './shard-map.js';
import styles from './stage-progress.module.css';
import type { Activity } from './standing.js';

export function StageProgress({ activities }: { readonly activities: readonly Activity[] }) {
  const ranks = ranksOf(activities);
  return (
    <>
      {fanoutsOf(activities).map(({ doneShards, totalShards, rowsPerSecond, isFolding, waiting }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stage's fan-outs have nothing else that tells them apart
        <div key={index} className={styles.fanout}>
          <p>
            {doneShards.toLocaleString('en')} of {totalShards.toLocaleString('en')} shards done
            {isFolding === true && ', folding their results'}
            {isFolding !== true && rowsPerSecond > 0 && `, ${countText(rowsPerSecond)} rows/s`}
          </p>
          {waiting !== undefined && <p className={styles.waiting}>Waits: {waiting}</p>}
          <ShardMap done={doneShards} total={totalShards} />
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
                <td className={table.number}>{rowsPerSecond > 0 && countText(rowsPerSecond)}</td>
                <td>
                  {Object.entries(losses)
                    .map(([task, loss]) => `${task} ${loss.toFixed(4)}`)
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
