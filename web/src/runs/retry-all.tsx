/** Responsible for retrying all failed runs that match the filters, as one operation that goes on by itself; of whoever may. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import dialog from '../design/ask-dialog.module.css';
import { Button } from '../design/button.js';
import { Loading, Problem } from '../design/notice.js';
import { type RunsSearch, spanMs } from '../routes/runs-search.js';

interface RetryAllProps {
  readonly search: RunsSearch;
  /** That failed, as far as they are listed. */
  readonly listed: number;
}

/** As the API takes them. */
const most = 200;
const mostSideBySide = 20;
const shownRefused = 5;

/** Nothing where the filters are finer than the operation's: it would retry more than is seen. */
export function RetryAll({ search, listed }: RetryAllProps) {
  const mayRetry = useMayOperate({ isOfTeams: false });
  const [isAsked, setAsked] = useState(false);
  if (!mayRetry || search.state !== 'failed' || search.tag !== undefined || listed === 0) return null;
  return (
    <>
      <Button onClick={() => setAsked(true)}>Retry all of these…</Button>
      {isAsked && <RetryAllDialog search={search} onLeave={() => setAsked(false)} />}
    </>
  );
}

function RetryAllDialog({
  search: { pipeline, trigger, find, since },
  onLeave,
}: {
  readonly search: RunsSearch;
  readonly onLeave: () => void;
}) {
  const navigate = useNavigate({ from: '/runs' });
  // As they were when the person asked.
  const [filter] = useState(() => ({
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(find === undefined ? {} : { find }),
    ...(since === undefined ? {} : { since: new Date(Date.now() - spanMs[since]).toISOString() }),
  }));
  const [sideBySide, setSideBySide] = useState(2);
  const plan = useQuery({
    queryKey: ['bulk-retry', filter],
    queryFn: ({ signal }) => {
      const body = { filter, sideBySide: 1, reason: 'looking', atMost: most, dryRun: true };
      return answered(api.POST('/v1/bulk-retries', { body, signal }));
    },
    staleTime: 0,
    retry: false,
  });
  const retry = async (reason: string) => {
    // What was seen: where more have failed since, nothing is retried.
    const atMost = plan.data === undefined ? 0 : plan.data.runs.length + plan.data.refused.length;
    const body = { filter, sideBySide, reason, atMost, dryRun: false };
    const { id } = await answered(api.POST('/v1/bulk-retries', { body }));
    if (id !== null) await navigate({ search: (before) => ({ ...before, bulk: id }) });
  };
  return (
    <AskDialog
      title={`Retry all failed runs${pipeline === undefined ? '' : ` of ${pipeline}`}?`}
      verb="Retry them"
      reason={{ label: 'Why', isNeeded: true }}
      onLeave={onLeave}
      onSure={retry}
    >
      <p>
        Each from the stage that failed, of the rows that it planned. What goes on by itself can be broken
        off: retries that go then go on.
      </p>
      {plan.error !== null && <Problem error={plan.error} />}
      {plan.isPending && <Loading lines={2} />}
      {plan.data !== undefined && <Meant plan={plan.data} />}
      <label className={dialog.field}>
        So many at once
        <input
          type="number"
          min={1}
          max={mostSideBySide}
          required
          value={sideBySide}
          onChange={({ target }) => setSideBySide(target.valueAsNumber || 1)}
        />
      </label>
    </AskDialog>
  );
}

function Meant({ plan: { runs, leftOut, refused } }: { readonly plan: Schemas['PlannedBulkRetry'] }) {
  return (
    <div>
      <p>
        <strong>{runs.length === 1 ? 'One run' : `${runs.length} runs`}</strong> to retry
        {leftOut > 0 && `; ${leftOut} left out, which were retried already`}
        {refused.length > 0 && `; ${refused.length} can’t be`}.
      </p>
      <ul>
        {refused.slice(0, shownRefused).map(({ runId, problem }) => (
          <li key={runId}>
            <Link to="/runs/$runId" params={{ runId }}>
              {runId}
            </Link>
            : {problem.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
