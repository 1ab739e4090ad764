/** Responsible for what a run would do, as the API plans it: what stands in its way, how long it takes, what comes from the cache. */
import type { Schemas } from '../api/client.js';
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { durationText } from '../time/durations.js';
import styles from './planned-run.module.css';

type Spread = NonNullable<Schemas['PlannedRun']['seconds']>;

/** @param isOld the form has changed since */
export function PlannedRun({
  plan,
  isOld,
}: {
  readonly plan: Schemas['PlannedRun'];
  readonly isOld: boolean;
}) {
  const { rows, shards, partitions, stages, seconds, slotSeconds, obstacle, warnings, notes } = plan;
  const missing = partitions?.missing ?? [];
  return (
    <Panel title="What it would do" aside={isOld ? 'of the form as it was' : undefined}>
      <div className={styles.plan}>
        {obstacle !== null && (
          <p className={obstacle.lasts ? styles.obstacle : styles.wait} role="status">
            <strong>{obstacle.lasts ? 'In its way' : 'It would wait'}</strong> {obstacle.stage}:{' '}
            {obstacle.text}
          </p>
        )}
        {obstacle === null && <p>Nothing stands in its way.</p>}
        <p>
          {rows.toLocaleString('en')} rows in {shards.toLocaleString('en')}{' '}
          {shards === 1 ? 'shard' : 'shards'}
          {partitions !== null && `, ${partitions.read} partitions`}.{' '}
          {seconds === null
            ? 'How long it takes no past run tells.'
            : `It takes about ${spreadText(seconds)}${slotSeconds === null ? '' : `, and ${Math.round(slotSeconds.medianSeconds).toLocaleString('en')} slot-seconds`}.`}
        </p>
        {missing.length > 0 && <p className={styles.wait}>Missing: {missing.join(', ')}</p>}
        {warnings.length > 0 && (
          <ul className={styles.warnings}>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
        {notes.length > 0 && (
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
      <WideTable label="Stages">
        <thead>
          <tr>
            <th>Stage</th>
            <th>Would</th>
            <th>Takes about</th>
            <th>Because</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ name, isCached, reason, seconds: ofStage }) => (
            <tr key={name}>
              <td className={table.whole}>{name}</td>
              <td className={table.whole}>{isCached ? 'come from the cache' : 'run'}</td>
              <td className={table.whole}>
                {isCached ? '' : ofStage === null ? 'unknown' : durationText(ofStage.medianSeconds * 1000)}
              </td>
              <td>{reason ?? 'a stage before it runs first'}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Panel>
  );
}

function spreadText({ medianSeconds, lowSeconds, highSeconds }: Spread): string {
  const [median, low, high] = [medianSeconds, lowSeconds, highSeconds].map((each) =>
    durationText(each * 1000),
  );
  return low === high ? `${median}` : `${median} (${low} to ${high})`;
}
