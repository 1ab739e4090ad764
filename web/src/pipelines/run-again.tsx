/** Responsible for running again what failed of the partitions that are shown, or all that is not done, as one backfill; of whoever may. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import { Button } from '../design/button.js';
import { Loading, Problem } from '../design/notice.js';
import { durationText } from '../time/durations.js';
import type { Partition, PartitionState } from './calendar-days.js';

type Choice = 'failed' | 'undone';

const states: Readonly<Record<Choice, readonly PartitionState[]>> = {
  failed: ['failed'],
  undone: ['failed', 'late', 'stale', 'missing'],
};

interface RunAgainProps {
  readonly pipeline: string;
  readonly partitions: readonly Partition[];
}

export function RunAgain({ pipeline, partitions }: RunAgainProps) {
  const mayRun = useMayOperate({ isOfTeams: false });
  const [asked, setAsked] = useState<Choice | null>(null);
  if (!mayRun) return null;
  const chosen = (choice: Choice) => partitions.filter(({ state }) => states[choice].includes(state));
  const failed = chosen('failed').length;
  const undone = chosen('undone').length;
  if (undone === 0) return null;
  return (
    <div>
      {failed > 0 && <Button onClick={() => setAsked('failed')}>Run the failed ones again…</Button>}{' '}
      {undone > failed && <Button onClick={() => setAsked('undone')}>Run all that are not done…</Button>}
      {asked !== null && (
        <RunAgainDialog
          pipeline={pipeline}
          choice={asked}
          labels={chosen(asked).map(({ label }) => label)}
          onLeave={() => setAsked(null)}
        />
      )}
    </div>
  );
}

interface RunAgainDialogProps {
  readonly pipeline: string;
  readonly choice: Choice;
  /** The oldest first, one at least. */
  readonly labels: readonly string[];
  readonly onLeave: () => void;
}

function RunAgainDialog({ pipeline, choice, labels, onLeave }: RunAgainDialogProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [from] = useState(labels[0] ?? '');
  const [to] = useState(labels.at(-1) ?? '');
  const params = { path: { name: pipeline } };
  const body = {
    ...{ from, to, limit: 1, order: 'oldest' as const, stopOnFailure: false },
    ...(choice === 'failed' ? { reprocess: 'failed' as const } : {}),
  };
  const plan = useQuery({
    queryKey: ['pipeline', pipeline, 'again', choice, from, to],
    queryFn: ({ signal }) => {
      const asked = { ...body, dryRun: true, reason: 'looking' };
      return answered(api.POST('/v1/pipelines/{name}/backfills', { params, body: asked, signal }));
    },
    staleTime: 0,
    retry: false,
  });
  const start = async (reason: string) => {
    const asked = { ...body, dryRun: false, reason };
    const { id } = await answered(api.POST('/v1/pipelines/{name}/backfills', { params, body: asked }));
    if (id === null) throw nothingToRun();
    await client.invalidateQueries({ queryKey: ['backfills'] });
    await navigate({ to: '/backfills' });
  };
  const cost = plan.data?.cost;
  return (
    <AskDialog
      title={
        choice === 'failed' ? 'Run the failed partitions again?' : 'Run all partitions that are not done?'
      }
      verb="Run them"
      reason={{ label: 'Why', isNeeded: true }}
      onLeave={onLeave}
      onSure={start}
    >
      <p>
        A backfill of {pipeline} from {from} to {to}, one after the other, by the version that counts now. It
        goes on by itself, and can be cancelled and resumed. What only an earlier version has done or failed
        counts as not run yet.
      </p>
      {plan.error !== null && <Problem error={plan.error} />}
      {plan.isPending && <Loading lines={1} />}
      {cost !== undefined && (
        <p>
          {cost.toRun} to run, {cost.skipped} left out
          {cost.expectedSeconds === null
            ? ''
            : `; about ${durationText(cost.expectedSeconds * 1000)} by past runs`}
          .
        </p>
      )}
    </AskDialog>
  );
}

function nothingToRun(): ApiProblem {
  return new ApiProblem({
    ...{ status: 0, code: 'page.nothing-to-run' },
    detail: 'There is nothing to run: none of these failed in the version that counts now.',
    fix: 'Run all that are not done instead, or start a run of the partition.',
  });
}
