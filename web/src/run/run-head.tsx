/** Responsible for the head of a run: how it stands and why, since when, what it was started with, what can be done with it. */
import { Link } from '@tanstack/react-router';
import { PageHead } from '../design/page-head.js';
import { StandingBadge } from '../design/standing-badge.js';
import { CancelRun } from '../runs/cancel-run.js';
import { Lasting, Moment } from '../time/moment.js';
import { useNow } from '../time/now.js';
import { RetryRun } from './retry-run.js';
import styles from './run-head.module.css';
import { type LookedAt, standingNow } from './run-query.js';
import { RunVersion } from './run-version.js';
import type { Run } from './standing.js';
import type { Connection } from './use-run.js';

export function RunHead({
  looked,
  connection,
}: {
  readonly looked: LookedAt;
  readonly connection: Connection;
}) {
  const now = useNow();
  const { run } = looked;
  const standing = standingNow(looked, now);
  const tags = Object.entries(run.annotations.tags);
  return (
    <>
      <PageHead
        title={run.runId}
        mark={<StandingBadge name={standing.name} />}
        actions={
          <>
            <RetryRun run={run} />
            {run.status === 'running' && <CancelRun runId={run.runId} />}
          </>
        }
      >
        <ul className={styles.facts}>
          <li>
            <Link to="/runs" search={{ pipeline: run.pipeline }}>
              {run.pipeline}
            </Link>
          </li>
          <Times run={run} />
          {run.retryOf !== undefined && (
            <li>
              retry of{' '}
              <Link to="/runs/$runId" params={{ runId: run.retryOf.runId }}>
                {run.retryOf.runId}
              </Link>{' '}
              from {run.retryOf.from}
            </li>
          )}
          <RunVersion run={run} />
          {tags.map(([key, value]) => (
            <li key={key}>
              <Link to="/runs" search={{ tag: `${key}=${value}` }} className={styles.tag}>
                {key}={value}
              </Link>
            </li>
          ))}
          {run.temporalPage !== null && (
            <li>
              <a href={run.temporalPage} rel="noreferrer">
                in Temporal
              </a>
            </li>
          )}
          {connection.name === 'live' && <li className={styles.live}>live</li>}
        </ul>
        {standing.reason !== '' && run.error === null && <p className={styles.reason}>{standing.reason}</p>}
      </PageHead>
      {connection.name === 'cut' && (
        <p className={styles.cut} role="status">
          The run’s events are cut off since <Moment at={connection.sinceMs} />: {connection.problem.message}{' '}
          The page tries again by itself; what you see is as it was then.
        </p>
      )}
      {run.error !== null && (
        <div className={styles.error}>
          <p>{run.error.message}</p>
          <p className={styles.code}>
            {run.error.code} · <code>espalier explain {run.error.code}</code> tells what to do
          </p>
        </div>
      )}
    </>
  );
}

function Times({ run: { stages, status } }: { readonly run: Run }) {
  const starts = stages.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  const ends = stages.flatMap(({ endedAtMs }) => endedAtMs ?? []);
  if (starts.length === 0) return null;
  const startMs = Math.min(...starts);
  const endMs = status === 'running' || ends.length === 0 ? null : Math.max(...ends);
  return (
    <>
      <li>
        started <Moment at={startMs} />
      </li>
      <li>
        {endMs === null ? 'for' : 'took'} <Lasting startMs={startMs} endMs={endMs} />
      </li>
    </>
  );
}
