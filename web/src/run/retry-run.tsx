/** Responsible for starting a run of what this one planned, made anew from a stage on, with settings changed; of whoever may. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { useRequestKey } from '../api/request-key.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import dialog from '../design/ask-dialog.module.css';
import { Button } from '../design/button.js';
import { type SettingChange, setsOf } from '../start/changes.js';
import { SettingChanges } from '../start/setting-changes.js';
import { settingsQuery } from '../start/start-query.js';
import { RetryPreview } from './retry-preview.js';
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
  const [changes, setChanges] = useState<readonly SettingChange[]>([]);
  const { data: settings = new Map<string, string>() } = useQuery(settingsQuery(run.runId));
  const keyOf = useRequestKey();
  const retry = async () => {
    const request = { from, sets: setsOf(changes) };
    const header = { 'idempotency-key': keyOf(request) };
    const params = { path: { runId: run.runId }, header };
    const started = await answered(
      api.POST('/v1/runs/{runId}/retry', { params, body: { ...request, dryRun: false } }),
    );
    if ('runId' in started) await navigate({ to: '/runs/$runId', params: { runId: started.runId } });
  };
  return (
    <AskDialog title="Retry from a stage" verb="Start the run" isWide onLeave={onLeave} onSure={retry}>
      <p>A run of its own, of the rows that this one planned.</p>
      <label className={dialog.field}>
        From
        <select value={from} onChange={({ target }) => setFrom(target.value)}>
          {run.stages.map((stage) => (
            <option key={idOf(stage)} value={idOf(stage)}>
              {idOf(stage)}
              {stage.status === 'failed' ? ' (failed)' : ''}
            </option>
          ))}
        </select>
      </label>
      <SettingChanges changes={changes} known={settings} knownFrom="in this run" onChange={setChanges} />
      <RetryPreview runId={run.runId} from={from} sets={setsOf(changes)} />
    </AskDialog>
  );
}
