/** Responsible for the grammar of registered pipelines. Leaves to others: the rest of it (program.ts), what commands do. */
import type { Command } from 'commander';
import { addPageOptions } from './list-page.js';
import type { Call } from './program.js';
import { forPartition, priority, sample, set, strict } from './shared-options.js';

const reasonText = 'why, for the history';
const askedHere = 'asked for at the command line';

export function addRegisteredCommands(program: Command, call: Call): void {
  const pipeline = program
    .command('pipeline')
    .description(
      'registered pipelines: run by their names, as they were registered, whatever their files say by now',
    );
  pipeline
    .command('apply')
    .argument('<spec>', 'the pipeline file')
    .description('register a pipeline under its name, as its next version')
    .option('--reason <text>', reasonText, askedHere)
    .action(call(() => import('./commands/pipeline-apply.js')));
  addPageOptions(pipeline.command('list'))
    .description('list the registered pipelines')
    .action(call(() => import('./commands/pipeline-list.js')));
  pipeline
    .command('show')
    .argument('<name>', 'NAME, or NAME@3')
    .description('show a version: its text, who registered it, when and why, and the latest versions')
    .option('--limit <count>', 'how many versions', '10')
    .option('--text', 'print the text alone, as it was registered, for a file')
    .action(call(() => import('./commands/pipeline-show.js')));
  pipeline
    .command('diff')
    .argument('<name>', 'NAME, or NAME@3')
    .argument('<other>', 'a pipeline file, or NAME@4')
    .description('tell what lies between a version and a file or another version, key by key')
    .action(call(() => import('./commands/pipeline-diff.js')));
  pipeline
    .command('run')
    .argument('<name>', 'NAME, or NAME@3')
    .description('start a run of a registered pipeline')
    .option('-w, --wait', 'follow the run until it ends; Ctrl-C and SIGTERM cancel it')
    .option(
      '--key <text>',
      'start one run only, however often it is asked for under this key, also if it fails',
    )
    .option('--no-cache', 'run every stage, whatever the cache holds')
    .addOption(strict)
    .addOption(sample)
    .addOption(forPartition)
    .addOption(set)
    .addOption(priority)
    .action(call(() => import('./commands/pipeline-run.js')));
  pipeline
    .command('delete')
    .argument('<name>', "the pipeline's name")
    .description('take a pipeline out of the list; its versions and runs stay')
    .option('--reason <text>', reasonText, askedHere)
    .action(call(() => import('./commands/pipeline-delete.js')));
}
