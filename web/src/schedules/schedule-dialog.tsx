/** Responsible for asking before a schedule is paused, resumed or run, and for doing it. Leaves to others: whether it may be asked. */
import { useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { AskDialog } from '../design/ask-dialog.js';

export type ScheduleChange = 'pause' | 'resume' | 'run';

interface ScheduleDialogProps {
  readonly name: string;
  readonly change: ScheduleChange;
  readonly onLeave: () => void;
}

const words: Readonly<Record<ScheduleChange, { title(name: string): string; verb: string; means: string }>> =
  {
    pause: {
      title: (name) => `Pause ${name}?`,
      verb: 'Pause',
      means: 'It starts nothing until it is resumed. Runs that go on go on.',
    },
    resume: {
      title: (name) => `Resume ${name}?`,
      verb: 'Resume',
      means: 'It starts runs again from its next time on.',
    },
    run: {
      title: (name) => `Run ${name} now?`,
      verb: 'Run now',
      means: 'Starts a run as if this moment were one of its times.',
    },
  };

export function ScheduleDialog({ name, change, onLeave }: ScheduleDialogProps) {
  const client = useQueryClient();
  const { title, verb, means } = words[change];
  const params = { path: { name } };
  const act = async (note: string) => {
    if (change === 'pause')
      await answered(api.POST('/v1/schedules/{name}/pause', { params, body: { note } }));
    if (change === 'resume')
      await answered(api.POST('/v1/schedules/{name}/resume', { params, body: { note } }));
    if (change === 'run') await answered(api.POST('/v1/schedules/{name}/run', { params }));
    await Promise.all([
      client.invalidateQueries({ queryKey: ['schedules'] }),
      client.invalidateQueries({ queryKey: ['runs'] }),
    ]);
  };
  return (
    <AskDialog
      title={title(name)}
      verb={verb}
      {...(change === 'run' ? {} : { reason: { label: 'Why', isNeeded: true } })}
      onLeave={onLeave}
      onSure={act}
    >
      <p>{means}</p>
    </AskDialog>
  );
}
