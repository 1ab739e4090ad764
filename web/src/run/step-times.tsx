/** Responsible for what the time of a training's steps went into, and how fast it was. */
import type { Schemas } from '../api/client.js';
import { durationText } from '../time/durations.js';
import { countText } from './progress.js';
import styles from './step-times.module.css';

type Pace = NonNullable<Schemas['Curves']['pace']>;

export function StepTimes({ pace, runId }: { readonly pace: Pace; readonly runId: string }) {
  const parts = Object.entries(pace.seconds);
  const all = parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  if (all <= 0) return null;
  return (
    <div className={styles.times}>
      <p>
        {pace.steps.toLocaleString('en')} steps, {countText(pace.rows / all)} rows/s
        {pace.firstStep > 0 && `, from step ${pace.firstStep} on`}
        {pace.runId !== runId && `; trained by ${pace.runId}`}
      </p>
      <ul className={styles.parts}>
        {parts.map(([part, seconds]) => (
          <li key={part}>
            <span>{part}</span>
            <span className={styles.track}>
              <span className={styles.bar} style={{ width: `${(100 * seconds) / all}%` }} />
            </span>
            <span className={styles.share}>
              {((100 * seconds) / all).toFixed(0)} % · {durationText(seconds * 1000)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
