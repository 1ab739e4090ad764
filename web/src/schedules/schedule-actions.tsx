/** Responsible for pausing, resuming and running a schedule, of whoever may; why is shown with it. */
import { useState } from 'react';
import { useMayOperate } from '../api/session.js';
import { Button } from '../design/button.js';
import { type ScheduleChange, ScheduleDialog } from './schedule-dialog.js';

export function ScheduleActions({ name, isPaused }: { readonly name: string; readonly isPaused: boolean }) {
  const mayChange = useMayOperate({ isOfTeams: false });
  const [asked, setAsked] = useState<ScheduleChange | null>(null);
  if (!mayChange) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => setAsked('run')}>
        Run now
      </Button>
      <Button kind="quiet" onClick={() => setAsked(isPaused ? 'resume' : 'pause')}>
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      {asked !== null && <ScheduleDialog name={name} change={asked} onLeave={() => setAsked(null)} />}
    </>
  );
}
