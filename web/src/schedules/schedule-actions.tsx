/** Responsible for pausing, resuming and running a schedule, of whoever may; why is shown with it. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import { Button } from '../design/button.js';

type Asked = 'pause' | 'resume' | 'run';

export function ScheduleActions({ name, isPaused }: { readonly name: string; readonly isPaused: boolean }) {
  const mayChange = useMayOperate({ isOfTeams: false });
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  if (!mayChange) return null;
  const params = { path: { name } };
  const leave = () => setAsked(null);
  const change = async (note: string) => {
    if (asked === 'pause') await answered(api.POST('/v1/schedules/{name}/pause', { params, body: { note } }));
    if (asked === 'resume')
      await answered(api.POST('/v1/schedules/{name}/resume', { params, body: { note } }));
    if (asked === 'run') await answered(api.POST('/v1/schedules/{name}/run', { params }));
    await Promise.all([
      client.invalidateQueries({ queryKey: ['schedules'] }),
      client.invalidateQueries({ queryKey: ['runs'] }),
    ]);
  };
  const why = { label: 'Why', isNeeded: true };
  return (
    <>
      <Button kind="quiet" onClick={() => setAsked('run')}>
        Run now
      </Button>
      <Button kind="quiet" onClick={() => setAsked(isPaused ? 'resume' : 'pause')}>
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      {asked === 'pause' && (
        <AskDialog title={`Pause ${name}?`} verb="Pause" reason={why} onLeave={leave} onSure={change}>
          <p>It starts nothing until it is resumed. Runs that go on go on.</p>
        </AskDialog>
      )}
      {asked === 'resume' && (
        <AskDialog title={`Resume ${name}?`} verb="Resume" reason={why} onLeave={leave} onSure={change}>
          <p>It starts runs again from its next time on.</p>
        </AskDialog>
      )}
      {asked === 'run' && (
        <AskDialog title={`Run ${name} now?`} verb="Run now" onLeave={leave} onSure={change}>
          <p>Starts a run as if this moment were one of its times.</p>
        </AskDialog>
      )}
    </>
  );
}
