/** Responsible for the grammar of schedules. Leaves to others: the rest of it (program.ts), what commands do. */
import { defaultOverlap, scheduleOverlaps } from '@espalier/domain';
import { type Command, Option } from 'commander';
import { addPageOptions } from './list-page.js';
import type { Call } from './program.js';

const askedHere = 'asked for at the command line';

export function addScheduleCommands(program: Command, call: Call): void {
  const schedule = program
    .command('schedule')
    .description('start runs of registered pipelines at times, kept by Temporal');
  schedule
    .command('create')
    .argument('<name>', "the schedule's name")
    .description('make a schedule, and tell when it starts its next runs')
    .requiredOption('--pipeline <name>', 'the registered pipeline: NAME, or NAME@3')
    .option('--cron <fields>', 'minute, hour, day of the month, month and day of the week, as in crontab')
    .option('--every <time>', 'or at this distance, such as 1d or 6h, counted from midnight UTC')
    .option('--offset <time>', 'with --every: so much later each time')
    .option('--timezone <name>', 'with --cron: by whose clocks, such as Europe/Berlin (default: UTC)')
    .option('--jitter <time>', 'each run starts so much later at most, drawn by chance')
    .addOption(
      new Option('--overlap <policy>', 'what is done at a time at which a run of the schedule goes on')
        .choices(scheduleOverlaps)
        .default(defaultOverlap),
    )
    .option(
      '--catch-up <time>',
      'how late a run may start that was missed while Temporal was away, or waited for another (default: until the next one, so that one starts)',
    )
    .option(
      '--partition-offset <count>',
      'partitions before the one that the scheduled time lies in (default: 1, the last whole one)',
    )
    .option('--paused', 'start nothing until it is resumed')
    .option('--note <text>', 'why, shown with the schedule', askedHere)
    .action(call(() => import('./commands/schedule-create.js')));
  addPageOptions(schedule.command('list'))
    .description('list the schedules')
    .action(call(() => import('./commands/schedule-list.js')));
  schedule
    .command('show')
    .argument('<name>', "the schedule's name")
    .description(
      'show a schedule: its times, what it does where they overlap or were missed, and its last runs',
    )
    .option('--limit <count>', 'how many of its last times', '10')
    .action(call(() => import('./commands/schedule-show.js')));
  addChange(schedule, 'pause', 'start nothing until it is resumed', call);
  addChange(schedule, 'resume', 'go on with the next time; those that passed meanwhile are left out', call);
  addChange(schedule, 'run-now', 'start a run as if this moment were one of its times', call);
  addChange(schedule, 'delete', 'take the schedule away; runs that it has started go on', call);
}

function addChange(
  schedule: Command,
  name: 'pause' | 'resume' | 'run-now' | 'delete',
  description: string,
  call: Call,
): void {
  const command = schedule.command(name).argument('<name>', "the schedule's name").description(description);
  if (name === 'pause' || name === 'resume') {
    command.option('--note <text>', 'why, shown with the schedule', askedHere);
  }
  command.action(
    call(async () => {
      const { execute } = await import('./commands/schedule-change.js');
      return {
        execute: (context, which: string, options: { readonly note?: string }) =>
          execute(context, name, which, options),
      };
    }),
  );
}
