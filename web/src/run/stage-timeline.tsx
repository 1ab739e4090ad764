/** Responsible for the stages of a run on one time line: when each ran, how it stands, whether the cache had it, how often it was tried. */
import { Link } from '@tanstack/react-router';
import { Panel } from '../design/panel.js';
import { type MarkName, StandingMark } from '../design/standing-badge.js';
import { Unseen } from '../design/unseen.js';
import { durationText } from '../time/durations.js';
import { useNow } from '../time/now.js';
import { barsOf } from './stage-bars.js';
import styles from './stage-timeline.module.css';
import { idOf, type Run, type Stage } from './standing.js';
import { spanOf, type TimeSpan } from './time-span.js';

export function StageTimeline({ run, chosen }: { readonly run: Run; readonly chosen: string | null }) {
  const now = useNow();
  const span = spanOf(run.stages, now);
  return (
    <Panel title="Stages" aside={span === null ? 'none has begun' : durationText(span.endMs - span.startMs)}>
      <ol className={styles.stages}>
        {run.stages.map((stage) => (
          <StageRow
            key={idOf(stage)}
            run={run}
            stage={stage}
            span={span}
            now={now}
            isChosen={idOf(stage) === chosen}
          />
        ))}
      </ol>
    </Panel>
  );
}

interface StageRowProps {
  readonly run: Run;
  readonly stage: Stage;
  readonly span: TimeSpan | null;
  readonly now: number;
  readonly isChosen: boolean;
}

export function drawnAs({ status, attempt }: Stage): MarkName {
  if (status === 'waiting') return 'pending';
  return status === 'running' && attempt > 1 ? 'retrying' : status;
}

function StageRow({ run, stage, span, now, isChosen }: StageRowProps) {
  const { startedAtMs, endedAtMs, cache, attempt, status } = stage;
  const id = idOf(stage);
  const endMs = endedAtMs ?? (run.status === 'running' ? now : startedAtMs);
  const said = [
    ...(cache?.hit === true ? ['cached'] : []),
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
  ].join(' · ');
  return (
    <li>
      <Link
        from="/runs/$runId"
        to="/runs/$runId"
        params={{ runId: run.runId }}
        search={{ stage: id }}
        replace
        resetScroll={false}
        className={styles.stage}
        aria-current={isChosen ? 'true' : undefined}
      >
        <span className={styles.name}>
          <StandingMark name={drawnAs(stage)} />
          <span className={styles.id}>{id}</span>
          <Unseen>, {status}</Unseen>
        </span>
        <span className={styles.track}>
          {span !== null &&
            endMs !== null &&
            barsOf(stage, endMs, drawnAs(stage)).map(({ fromMs, toMs, mark, words }) => (
              <span
                key={`${fromMs} ${mark}`}
                className={`${styles.bar} ${styles[mark]}`}
                style={barStyle(span, fromMs, toMs)}
                title={`${words}, ${durationText(toMs - fromMs)}`}
              />
            ))}
        </span>
        <span className={styles.took}>
          {said !== '' && <span className={styles.said}>{said}</span>}
          {startedAtMs !== null && endMs !== null && cache?.hit !== true
            ? durationText(endMs - startedAtMs)
            : ''}
        </span>
      </Link>
    </li>
  );
}

function barStyle({ startMs, endMs }: TimeSpan, fromMs: number, toMs: number) {
  const share = (ms: number) => (100 * ms) / Math.max(1, endMs - startMs);
  return { insetInlineStart: `${share(fromMs - startMs)}%`, width: `${share(toMs - fromMs)}%` };
}
