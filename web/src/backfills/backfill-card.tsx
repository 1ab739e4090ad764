/** Responsible for one backfill: what was asked for, how far it is, what did not succeed and why. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { askAgain } from '../api/ask-again.js';
import { answered, api, type Schemas } from '../api/client.js';
import { Button } from '../design/button.js';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { StandingBadge } from '../design/standing-badge.js';
import { Moment } from '../time/moment.js';
import { BackfillActions } from './backfill-actions.js';
import styles from './backfills-page.module.css';
import { PartitionBar } from './partition-bar.js';

const everyMs = 5_000;

export function BackfillCard({ listing }: { readonly listing: Schemas['BackfillListing'] }) {
  const { id, request, reason, by, at, status } = listing;
  const [isOpen, setOpen] = useState(status === 'running');
  return (
    <li>
      <Panel
        title={`${request.pipeline}@${request.version}, ${request.from} to ${request.to}`}
        aside={<StandingBadge name={status} />}
      >
        <div className={styles.card}>
          <p>
            {reason}{' '}
            <span className={styles.by}>
              {by}, <Moment at={at} /> ·{' '}
              <Link
                to="/pipelines/$pipeline"
                params={{ pipeline: request.pipeline }}
                search={{ until: request.to }}
              >
                its calendar
              </Link>
            </span>
          </p>
          {isOpen ? (
            <Standing listing={listing} />
          ) : (
            <Button onClick={() => setOpen(true)}>Show its days</Button>
          )}
          <BackfillActions id={id} status={status} />
        </div>
      </Panel>
    </li>
  );
}

/** Asked for when it is looked at: a list of many would else be a request for each. */
function Standing({ listing: { id, status } }: { readonly listing: Schemas['BackfillListing'] }) {
  const { data, error } = useQuery({
    queryKey: ['backfill', id],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/backfills/{backfillId}', { params: { path: { backfillId: id } }, signal })),
    refetchInterval: askAgain(status === 'running' && everyMs),
  });
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <Loading lines={2} />;
  const running = data.progress?.running ?? [];
  return (
    <>
      <PartitionBar counts={data.counts} open={data.open} />
      {running.length > 0 && (
        <p>
          Now:{' '}
          {running.map(({ label, runId }) => (
            <RunOf key={label} label={label} runId={runId} />
          ))}
        </p>
      )}
      {data.troubles.length > 0 && (
        <ul className={styles.troubles}>
          {data.troubles.map(({ label, outcome, runId, problem }) => (
            <li key={label}>
              <RunOf label={label} runId={runId} /> {outcome}
              {problem !== null && <span className={styles.by}> {problem.message}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function RunOf({ label, runId }: { readonly label: string; readonly runId: string | null }) {
  if (runId === null) return <strong>{label}</strong>;
  return (
    <Link to="/runs/$runId" params={{ runId }}>
      <strong>{label}</strong>
    </Link>
  );
}
