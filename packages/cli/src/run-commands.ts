/** Responsible for the grammar of runs: listing, showing, retrying, cancelling. Leaves to others: the rest of it (program.ts), what commands do. */
import type { Command } from 'commander';
import type { Call } from './program.js';
import { set, stage } from './shared-options.js';

const anId = "the run's ID";

export function addRunCommands(program: Command, call: Call): void {
  program.commandsGroup('Runs:');
  program
    .command('runs')
    .description('list the latest runs')
    .option('--limit <count>', 'how many', '20')
    .option('--pipeline <name>', 'only runs of this pipeline')
    .option('--tag <key=value>', 'only runs that have this tag, however old')
    .action(call(() => import('./commands/runs.js')));
  program
    .command('show')
    .argument('<run>', anId)
    .description('show a run: its stages, metrics and bundle')
    .option('-w, --wait', 'follow the run until it ends; the exit code is 1 if it failed')
    .option('--report <path>', "write a comparison's page with plots (.html), once it has ended")
    .option('--force', 'write over an existing file')
    .action(call(() => import('./commands/show.js')));
  program
    .command('retry')
    .argument('<run>', anId)
    .description('start a run of what another was started with and planned, made anew from a stage on')
    .requiredOption('--from <stage>', 'the first stage that is made anew, whatever the cache holds')
    .option('-w, --wait', 'follow the run until it ends; Ctrl-C and SIGTERM cancel it')
    .option('--key <text>', 'start one run only, however often it is asked for under this key')
    .addOption(set)
    .action(call(() => import('./commands/retry.js')));
  program
    .command('tag')
    .argument('<run>', anId)
    .argument('<key=value...>', 'tags, such as stage=canary')
    .description('set tags of a run, by which `runs --tag` finds it')
    .action(call(() => import('./commands/tag.js')));
  program
    .command('untag')
    .argument('<run>', anId)
    .argument('<key...>', 'their keys')
    .description('remove tags of a run')
    .action(call(() => import('./commands/untag.js')));
  program
    .command('note')
    .argument('<run>', anId)
    .argument('<text>', 'one line')
    .description('add a note to a run, for whoever looks at it later')
    .action(call(() => import('./commands/note.js')));
  program
    .command('logs')
    .argument('<run>', anId)
    .description('print what the local processes logged about a run')
    .option('-f, --follow', 'go on printing until Ctrl-C')
    .addOption(stage)
    .action(call(() => import('./commands/logs.js')));
  program
    .command('cancel')
    .argument('<run>', anId)
    .description('cancel a run')
    .option('--reason <text>', 'why, for the record', 'asked for at the command line')
    .option('-w, --wait', 'wait until it has ended')
    .action(call(() => import('./commands/cancel.js')));
}
