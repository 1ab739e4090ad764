/** Responsible for how far an operation on many runs is, and for breaking it off. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import { Button } from '../design/button.js';
import { Problem } from '../design/notice.js';
import styles from './bulk-progress.module.css';

const everyMs = 2_000;

export function BulkProgress({ bulkId }: { readonly bulkId: string }) {
  const navigate = useNavigate({ from: '/runs' });
  const client = useQueryClient();
  const mayStop = useMayOperate({ isOfTeams: false });
  const [isAsked, setAsked] = useState(false);
  const params = { path: { bulkId } };
  const { data, error } = useQuery({
    queryKey: ['bulk', bulkId],
    queryFn: ({ signal }) => answered(api.GET('/v1/bulk-cancels/{bulkId}', { params, signal })),
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.status !== 'running' ? false : everyMs,
  });
  const stop = async (reason: string) => {
    await answered(api.POST('/v1/bulk-cancels/{bulkId}/stop', { params, body: { reason } }));
    await client.invalidateQueries({ queryKey: ['bulk', bulkId] });
  };
  const leave = () => void navigate({ search: ({ bulk: _, ...others }) => others });
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return null;
  const { status, runs, told, untold, reason } = data;
  return (
    <section className={styles.bulk} aria-label="Cancelling many runs" aria-live="polite">
      <p>
        <strong>
          {status === 'running' ? 'Cancelling' : status === 'done' ? 'Cancelled' : 'Stopped cancelling'}
        </strong>{' '}
        {told.toLocaleString('en')} of {runs.toLocaleString('en')} runs are told to stop
        {untold > 0 && `, ${untold.toLocaleString('en')} could not be told`}: {reason}
      </p>
      <progress max={Math.max(1, runs)} value={told + untold} aria-label="Runs that were told" />
      {status === 'running' && mayStop && <Button onClick={() => setAsked(true)}>Break off</Button>}
      {status !== 'running' && <Button onClick={leave}>Close</Button>}
      {isAsked && (
        <AskDialog
          title="Break it off?"
          verb="Break off"
          reason={{ label: 'Why', isNeeded: true }}
          onLeave={() => setAsked(false)}
          onSure={stop}
        >
          <p>Runs that were not told yet go on.</p>
        </AskDialog>
      )}
    </section>
  );
}
