/** Responsible for a few runs in a panel, each on a line. */
import { Link } from '@tanstack/react-router';
import { StandingBadge } from '../design/standing-badge.js';
import { RunLink } from '../run/run-link.js';
import type { Standing } from '../run/standing.js';
import type { RunListing } from '../runs/runs-query.js';
import { Lasting, Moment } from '../time/moment.js';
import styles from './recent-runs.module.css';

interface RecentRunsProps {
  readonly runs: readonly RunListing[];
  readonly standingOfRun: (run: RunListing) => Standing;
}

export function RecentRuns({ runs, standingOfRun }: RecentRunsProps) {
  return (
    <ul>
      {runs.map((run) => {
        const { runId, pipeline, startedAtMs, endedAtMs } = run;
        const { name, reason } = standingOfRun(run);
        return (
          <li key={runId} className={styles.run}>
            <StandingBadge name={name} />
            <Link to="/runs/$runId" params={{ runId }} className={styles.link} title={reason}>
              <RunLink runId={runId} pipeline={pipeline} />
            </Link>
            <span className={styles.time}>
              <Lasting startMs={startedAtMs} endMs={endedAtMs} />
              {endedAtMs !== null && (
                <>
                  {' · '}
                  <Moment at={endedAtMs} />
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
