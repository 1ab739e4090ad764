/** Responsible for what a retry would make anew and take over, told while it is asked for: a change that touches too much is seen before it is sent. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answered, api } from '../api/client.js';
import { Loading, Problem } from '../design/notice.js';
import styles from './retry-preview.module.css';

interface RetryPreviewProps {
  readonly runId: string;
  readonly from: string;
  readonly sets: readonly string[];
}

/** Who still types is not asked after. */
const pauseMs = 400;

export function RetryPreview({ runId, from, sets }: RetryPreviewProps) {
  const asked = useSettled(JSON.stringify({ from, sets }));
  const { data, error } = useQuery({
    queryKey: ['run', runId, 'retry', asked],
    queryFn: async ({ signal }) => {
      const body = { ...(JSON.parse(asked) as { from: string; sets: string[] }), dryRun: true };
      const params = { path: { runId } };
      const told = await answered(api.POST('/v1/runs/{runId}/retry', { params, body, signal }));
      return 'anew' in told ? told : null;
    },
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <Problem error={error} />;
  if (data == null) return <Loading lines={2} />;
  const { anew, takenOver } = data;
  return (
    <dl className={styles.preview} aria-live="polite">
      <dt>Made anew</dt>
      <dd>{anew.join(', ')}</dd>
      <dt>Taken over</dt>
      <dd>
        {takenOver.length === 0
          ? 'nothing'
          : `${takenOver.join(', ')}: from the cache, where it has them still, else of the same rows`}
      </dd>
    </dl>
  );
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
