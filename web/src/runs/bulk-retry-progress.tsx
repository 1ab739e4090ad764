/** Responsible for how far retrying many runs is, what did not succeed of it, and for breaking it off. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import { Button } from '../design/button.js';
import { Problem } from '../design/notice.js';
import styles from './bulk-progress.module.css';

type Trouble = Schemas['BulkRetry']['progress']['troubles'][number];

const everyMs = 2_000;
const verbs = { running: 'Retrying', done: 'Retried', stopped: 'Stopped retrying' } as const;

export function BulkRetryProgress({ bulkRetryId }: { readonly bulkRetryId: string }) {
  const navigate = useNavigate({ from: '/runs' });
  const client = useQueryClient();
  const mayStop = useMayOperate({ isOfTeams: false });
  const [isAsked, setAsked] = useState(false);
  const params = { path: { bulkRetryId } };
  const queryKey = ['bulk-retry', bulkRetryId];
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => answered(api.GET('/v1/bulk-retries/{bulkRetryId}', { params, signal })),
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.progress.status !== 'running' ? false : everyMs,
  });
  const stop = async (reason: string) => {
    await answered(api.POST('/v1/bulk-retries/{bulkRetryId}/stop', { params, body: { reason } }));
    await client.invalidateQueries({ queryKey });
  };
  const leave = () => void navigate({ search: ({ bulk: _, ...others }) => others });
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return null;
  const { reason, progress } = data;
  const { status, total, counts, running, troubles, stopped } = progress;
  const ended = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const told = Object.entries(counts).flatMap(([outcome, count]) =>
    count === 0 ? [] : [`${count} ${outcome.replace('-', ' ')}`],
  );
  const isGoing = status === 'running';
  return (
    <section className={styles.bulk} aria-label="Retrying many runs" aria-live="polite">
      <p>
        <strong>{verbs[status]}</strong> {total === 1 ? 'one run' : `${total} runs`}
        {told.length > 0 && `: ${told.join(', ')}`}
        {running.length > 0 && `${told.length > 0 ? ', ' : ': '}${running.length} going`} ({stopped ?? reason}
        )
      </p>
      <progress max={Math.max(1, total)} value={ended} aria-label="Retries that have ended" />
      {isGoing && stopped === null && mayStop && <Button onClick={() => setAsked(true)}>Break off</Button>}
      {!isGoing && <Button onClick={leave}>Close</Button>}
      {troubles.length > 0 && (
        <ul className={styles.troubles}>
          {troubles.map((trouble) => (
            <TroubleLine key={`${trouble.of} ${trouble.runId}`} trouble={trouble} />
          ))}
        </ul>
      )}
      {isAsked && (
        <AskDialog
          title="Break it off?"
          verb="Break off"
          reason={{ label: 'Why', isNeeded: true }}
          onLeave={() => setAsked(false)}
          onSure={stop}
        >
          <p>No further retry is begun. Those that go go on.</p>
        </AskDialog>
      )}
    </section>
  );
}

function TroubleLine({ trouble: { of, runId, outcome, problem } }: { readonly trouble: Trouble }) {
  return (
    <li>
      <Link to="/runs/$runId" params={{ runId: runId ?? of }}>
        {runId ?? of}
      </Link>{' '}
      {outcome === 'left-out' ? 'was retried by somebody else meanwhile' : outcome}
      {problem !== null && `: ${problem.message}`}
    </li>
  );
}
