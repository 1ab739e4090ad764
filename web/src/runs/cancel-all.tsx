/** Responsible for asking all runs that match the filters to stop, as one operation that goes on by itself; of whoever may. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import dialog from '../design/ask-dialog.module.css';
import { Button } from '../design/button.js';
import { type RunsSearch, spanMs } from '../routes/runs-search.js';

interface CancelAllProps {
  readonly search: RunsSearch;
  /** That go on, as far as they are listed. */
  readonly listed: number;
}

const most = 100_000;

/** Nothing where the filters are finer than the operation's: it would cancel more than is seen. */
export function CancelAll({ search, listed }: CancelAllProps) {
  const mayCancel = useMayOperate({ isOfTeams: false });
  const [isAsked, setAsked] = useState(false);
  if (
    !mayCancel ||
    search.state !== 'running' ||
    search.tag !== undefined ||
    search.find !== undefined ||
    search.trigger !== undefined ||
    listed === 0
  )
    return null;
  return (
    <>
      <Button kind="danger" onClick={() => setAsked(true)}>
        Cancel all of these…
      </Button>
      {isAsked && <CancelAllDialog search={search} listed={listed} onLeave={() => setAsked(false)} />}
    </>
  );
}

function CancelAllDialog({ search, listed, onLeave }: CancelAllProps & { readonly onLeave: () => void }) {
  const navigate = useNavigate({ from: '/runs' });
  const { pipeline, since } = search;
  // As they were when the person asked.
  const [sinceMs] = useState(() => (since === undefined ? undefined : Date.now() - spanMs[since]));
  const [atMost, setAtMost] = useState(listed);
  const cancel = async (reason: string) => {
    const filter = {
      ...(pipeline === undefined ? {} : { pipeline }),
      ...(sinceMs === undefined ? {} : { since: new Date(sinceMs).toISOString() }),
    };
    const { id } = await answered(api.POST('/v1/bulk-cancels', { body: { filter, reason, atMost } }));
    await navigate({ search: (before) => ({ ...before, bulk: id }) });
  };
  return (
    <AskDialog
      title={`Cancel all runs${pipeline === undefined ? '' : ` of ${pipeline}`} that go on?`}
      verb="Cancel them"
      isDanger
      reason={{ label: 'Why (each run is told)', isNeeded: true }}
      onLeave={onLeave}
      onSure={cancel}
    >
      <p>
        {since === undefined ? 'Whenever they started' : 'Those that started in the time that is chosen'}, and
        those that wait or try again, too. What stages have finished stays in the cache.
      </p>
      <label className={dialog.field}>
        At most so many (where more match, nothing is cancelled)
        <input
          type="number"
          min={1}
          max={most}
          required
          value={atMost}
          onChange={({ target }) => setAtMost(target.valueAsNumber || 0)}
        />
      </label>
    </AskDialog>
  );
}
