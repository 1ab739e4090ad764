/** Responsible for the grammar of backfills. Leaves to others: the rest of it (program.ts), what commands do. */
import { backfillOrders, reprocessChoices } from '@espalier/domain';
import { type Command, Option } from 'commander';
import { addPageOptions } from './list-page.js';
import type { Call } from './program.js';

const askedHere = 'asked for at the command line';

export function addBackfillCommands(program: Command, call: Call): void {
  const backfill = program
    .command('backfill')
    .description('run a registered pipeline for many days or hours, one after the other');
  backfill
    .command('create')
    .argument('<name>', 'the registered pipeline: NAME, or NAME@3')
    .description('tell what a backfill costs, and start it')
    .requiredOption('--from <partition>', 'the first day or hour, such as 2026-11-01')
    .requiredOption('--to <partition>', 'the last one, included')
    .option('--limit <count>', "runs at a time, as far as the pipeline's `runs.concurrency` allows", '1')
    .addOption(
      new Option('--order <end>', 'which end it begins at').choices(backfillOrders).default('oldest'),
    )
    .addOption(
      new Option(
        '--reprocess <which>',
        'also partitions that are done, or only those that failed, or have had no run (default: all that are not done)',
      ).choices(reprocessChoices),
    )
    .option('--stop-on-failure', 'begin no further partition after one that failed')
    .option('--reason <text>', 'why, for the record', askedHere)
    .option('--key <text>', 'begin one backfill only, however often it is asked for under this key')
    .option('--dry-run', 'only tell what it costs')
    .option('-w, --wait', 'follow it until it ends; it goes on after Ctrl-C')
    .action(call(() => import('./commands/backfill-create.js')));
  addPageOptions(backfill.command('list'))
    .description('list the latest backfills')
    .action(call(() => import('./commands/backfill-list.js')));
  backfill
    .command('show')
    .argument('<id>', "the backfill's ID")
    .description('show a backfill: what it has come to, and what did not succeed')
    .option('-w, --wait', 'follow it until it ends; the exit code is 1 where not all succeeded')
    .action(call(() => import('./commands/backfill-show.js')));
  backfill
    .command('cancel')
    .argument('<id>', "the backfill's ID")
    .description('begin no further partition, and cancel the runs that it has started')
    .option('--reason <text>', 'why, for the record', askedHere)
    .action(call(() => import('./commands/backfill-cancel.js')));
  backfill
    .command('resume')
    .argument('<id>', "the backfill's ID")
    .description('run what did not succeed, or was not reached')
    .option('-w, --wait', 'follow it until it ends; it goes on after Ctrl-C')
    .action(call(() => import('./commands/backfill-resume.js')));
}
