/** Responsible for starting a run of what this one planned, made anew from a stage on, with settings changed; of whoever may. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import dialog from '../design/ask-dialog.module.css';
import { Button } from '../design/button.js';
import { idOf, type Run } from './standing.js';

export function RetryRun({ run }: { readonly run: Run }) {
  const mayRetry = useMayOperate({ isOfTeams: true });
  const [isAsked, setAsked] = useState(false);
  if (!mayRetry || run.stages.length === 0) return null;
  return (
    <>
      <Button onClick={() => setAsked(true)}>Retry…</Button>
      {isAsked && <RetryDialog run={run} onLeave={() => setAsked(false)} />}
    </>
  );
}

function RetryDialog({ run, onLeave }: { readonly run: Run; readonly onLeave: () => void }) {
  const navigate = useNavigate();
  const broken = run.stages.find(({ status }) => status === 'failed') ?? run.stages[0];
  const [from, setFrom] = useState(broken === undefined ? '' : idOf(broken));
  const [changes, setChanges] = useState('');
  // The same dialog asked twice, by a double click or after an answer that was lost, starts one run.
  const [key] = useState(() => crypto.randomUUID());
  const retry = async () => {
    const sets = changes.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    const { runId } = await answered(
      api.POST('/v1/runs/{runId}/retry', {
        params: {
          path: { runId: run.runId },
          header: { 'idempotency-key': `${key} ${from} ${hashOf(sets)}` },
        },
        body: { from, sets },
      }),
    );
    await navigate({ to: '/runs/$runId', params: { runId } });
  };
  return (
    <AskDialog title="Retry from a stage" verb="Start the run" onLeave={onLeave} onSure={retry}>
      <p>
        A run of its own, of the rows that this one planned. Stages before it come from the cache where it has
        them.
      </p>
      <label className={dialog.field}>
        From
        <select value={from} onChange={({ target }) => setFrom(target.value)}>
          {run.stages.map((stage) => (
            <option key={idOf(stage)}>{idOf(stage)}</option>
          ))}
        </select>
      </label>
      <label className={dialog.field}>
        Settings to change, one a line
        <textarea
          rows={3}
          value={changes}
          placeholder="training.learningRate=0.001"
          spellCheck={false}
          onChange={({ target }) => setChanges(target.value)}
        />
      </label>
    </AskDialog>
  );
}

/** Another request under the same key would be refused. */
function hashOf(sets: readonly string[]): string {
  let hash = 0;
  for (const character of sets.join('\n')) hash = (hash * 31 + character.charCodeAt(0)) | 0;
  return String(hash >>> 0);
}
