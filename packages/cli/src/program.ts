/**
 * Responsible for the command line's grammar: commands, arguments, options and their help.
 * Leaves to others: what commands do; each is loaded only when it is called.
 */
import { stageNames } from '@espalier/domain';
import { Argument, Command, Option } from 'commander';
import { addBackfillCommands } from './backfill-commands.js';
import type { CommandContext, CommandModule } from './command-context.js';
import { addExamples, helpWidth } from './examples.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { addModelCommands } from './model-commands.js';
import { addNotificationCommands } from './notification-commands.js';
import { createOutput } from './output.js';
import { addRegisteredCommands } from './pipeline-commands.js';
import { addQuotaCommands } from './quota-commands.js';
import { wrapped } from './render/fit-width.js';
import { addRunCommands } from './run-commands.js';
import { addScheduleCommands } from './schedule-commands.js';
import { collect, corrupt, forPartition, priority, sample, set, strict } from './shared-options.js';

interface GlobalOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const exitCodesText =
  'Exit codes: 0 done, 1 the run failed, 2 the request was wrong, 3 a service was not reachable; ' +
  '130, 143, 129, 141: left by Ctrl-C, SIGTERM, a terminal that hung up or a closed output.';

const shells = ['bash', 'zsh', 'fish'];

/** What a command does when it is called, loaded then. */
export type Call = <Arguments extends readonly unknown[]>(
  load: () => Promise<CommandModule<Arguments>>,
) => (...args: unknown[]) => Promise<void>;

/** Parses `argv` (without node and script), runs the command. @returns its exit code; throws what the command throws. */
export async function runProgram(argv: readonly string[], version: string): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program: Command = createProgram(
    version,
    <Arguments extends readonly unknown[]>(load: () => Promise<CommandModule<Arguments>>) =>
      async (...args: unknown[]) => {
        const { json, verbose } = program.opts<GlobalOptions>();
        // Commander appends the command itself.
        const given = args.slice(0, -1) as unknown as Arguments;
        const context = createContext(program, json ?? false, verbose ?? false);
        exitCode = await (await load()).execute(context, ...given);
      },
  );
  await program.parseAsync([...argv], { from: 'user' });
  return exitCode;
}

/** The grammar, with what `call` makes of each command as its action. */
export function createProgram(version: string, call: Call): Command {
  const program = new Command('espalier')
    .description('Trains multi-task ranking models: trees, then towers. From Parquet to a served model.')
    .version(version, '-V, --version', 'print the version')
    .option('--json', 'print exactly one JSON document on standard output')
    .option('--verbose', 'show stack traces and debug lines')
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 10 })
    .addHelpText('after', () => `\n${wrapped(exitCodesText, process.stdout.columns ?? helpWidth, 2)}`)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  addStackCommands(program, call);
  addPipelineCommands(program, call);
  addRegisteredCommands(program, call);
  addScheduleCommands(program, call);
  addBackfillCommands(program, call);
  addDataCommands(program, call);
  addRunCommands(program, call);
  addResultCommands(program, call);
  addModelCommands(program, call);
  addNotificationCommands(program, call);
  addQuotaCommands(program, call);
  addOwnCommands(program, call);
  addExamples(program);
  return program;
}

function createContext(program: Command, json: boolean, verbose: boolean): CommandContext {
  let settings: ReturnType<CommandContext['settings']> | undefined;
  return {
    output: createOutput(json),
    verbose,
    program,
    settings: () => {
      settings ??= import('@espalier/settings').then(({ loadSettings }) => loadSettings());
      return settings;
    },
  };
}

function addPipelineCommands(program: Command, call: Call): void {
  program.commandsGroup('Pipelines:');
  program
    .command('init')
    .argument('<file>', 'a Parquet file, folder or pattern, or s3://bucket/prefix/')
    .description('inspect a Parquet file and write a first pipeline for it')
    .option('-o, --output <path>', 'the pipeline file to write', 'pipeline.yaml')
    .option('--eval <file>', 'a Parquet file whose rows only measure the model')
    .option('--force', 'write over an existing file')
    .action(call(() => import('./commands/init.js')));
  program
    .command('plan')
    .argument('<spec>', 'the pipeline file')
    .description('check a pipeline and show its shards and what the cache holds, without running it')
    .option('--offline', 'check the pipeline against its data alone, with no service up')
    .addOption(strict)
    .addOption(sample)
    .addOption(forPartition)
    .addOption(set)
    .action(call(() => import('./commands/plan.js')));
  program
    .command('run')
    .argument('<spec>', 'the pipeline file')
    .description('start a run of a pipeline')
    .option('-w, --wait', 'follow the run until it ends; Ctrl-C and SIGTERM cancel it')
    .option('--no-cache', 'run every stage, whatever the cache holds')
    .addOption(strict)
    .addOption(sample)
    .addOption(forPartition)
    .addOption(set)
    .addOption(priority)
    .action(call(() => import('./commands/run.js')));
  program
    .command('compare')
    .argument('<spec>', 'the pipeline file')
    .description('train variants of a pipeline on the same trees and rows, and tell what lies between them')
    .option('--architectures <names>', 'a variant each, such as separate,towers,mmoe')
    .option(
      '--variant <name:path=value>',
      'a variant of your own; again with the same name for more changes',
      collect,
      [],
    )
    .option('--seeds <count>', 'trainings of each variant', '3')
    .option('--baseline <name>', 'what the others are measured against; the first by default')
    .option('--report <path>', 'write a page with plots, to look at or to mail (.html)')
    .option('--force', 'write over an existing file')
    .option('--no-wait', 'leave the run to itself and print its ID')
    .option('--no-cache', 'run every stage, whatever the cache holds')
    .addOption(strict)
    .addOption(sample)
    .addOption(forPartition)
    .addOption(set)
    .action(call(() => import('./commands/compare.js')));
  program
    .command('score')
    .description('predict with a published model: one column for each task, in the order of the input rows')
    .option('--bundle <uri>', 'the bundle: s3://bucket/prefix or a local folder')
    .option('--model <name>', 'or the registered model: NAME for its champion, NAME@challenger, NAME@3')
    .requiredOption('--input <path>', 'the Parquet file with the rows')
    .requiredOption('--output <path>', 'the Parquet file to write')
    .option('--keep <columns>', 'columns of the rows that go along, such as member,post')
    .option('--forest', "also what each task's forest says alone, as TASK_forest")
    .option(
      '--most-unseen <share>',
      "how unlike training a column may be before a warning; default the pipeline's",
    )
    .option('--force', 'write over an existing file')
    .action(call(() => import('./commands/score.js')));
}

function addDataCommands(program: Command, call: Call): void {
  program.commandsGroup('Data:');
  program
    .command('generate')
    .description('make data to try things on')
    .command('feed')
    .description(
      'make the log of a feed: impressions by day, their members and posts, and what was really likely',
    )
    .requiredOption('-o, --out <uri>', 'a new or empty folder, or s3://bucket/prefix/')
    .option('--members <count>', 'people; each sees some four posts a day', '10000')
    .option('--posts <count>', 'posts, over all days', '5000')
    .option('--days <count>', 'days', '14')
    .option('--first-day <date>', 'the first of them', '2026-01-01')
    .option('--seed <number>', 'the same seed makes the same bytes', '7')
    .option('--late <share>', 'of impressions whose record arrives hours later, in a file of its own', '1%')
    .addOption(corrupt)
    .action(call(() => import('./commands/generate-feed.js')));
}

function addResultCommands(program: Command, call: Call): void {
  const cache = program.command('cache').description('results of stages that later runs take over');
  cache
    .command('drop')
    .addArgument(new Argument('<stage>', 'the stage whose result it is').choices(stageNames))
    .argument('<key>', "the result's key, or how it begins")
    .description('forget a result, so that the next run computes it anew')
    .action(call(() => import('./commands/cache-drop.js')));
  addSpaceCommands(program, call);
  program
    .command('explain')
    .argument('[code]', 'an error code such as spec.invalid; without it, all are listed')
    .description('tell what an error means and what to do about it')
    .action(call(() => import('./commands/explain.js')));
}

function addSpaceCommands(program: Command, call: Call): void {
  program
    .command('gc')
    .description(
      'free the space in S3 of what no run, cached result or bundle needs; runs may go on meanwhile',
    )
    .option('--dry-run', 'only tell what would be freed')
    .option('--keep <age>', 'how long what a run has made is kept after its end', '30d')
    .option('--keep-reports <age>', 'how long its report is kept', '365d')
    .option('--keep-cached <age>', 'how long results stay cached that no run of that time used', '90d')
    .option('--grace <age>', 'how long whatever was just written is left alone', '24h')
    .action(call(() => import('./commands/gc.js')));
  program
    .command('du')
    .description('show what takes the space in S3, and for which pipeline')
    .option('--keep <age>', 'count what older runs alone need as unneeded, as `gc` does', '30d')
    .option('--keep-reports <age>', 'the same of their reports', '365d')
    .action(call(() => import('./commands/du.js')));
}

function addStackCommands(program: Command, call: Call): void {
  program.commandsGroup('The local stack:');
  program
    .command('up')
    .description('start the local servers and workers, and wait until they answer')
    .option('--temporal-port <port>', 'port of Temporal (default: a free one, the same every time)')
    .option('--redis-port <port>', 'port of Redis')
    .option('--s3-port <port>', 'port of S3')
    .option('--server-port <port>', "port of Espalier's server")
    .option('--feature-workers <count>', 'processes that extract, encode and evaluate shards (default: 2)')
    .option('--encoder-workers <count>', 'hosts of encoder ranks (default: 2)')
    .option(
      '--trainer-workers <count>',
      'hosts of trainer ranks (default: 2; with GPUs one, with a slot for each)',
    )
    .action(call(() => import('./commands/up.js')));
  program
    .command('open')
    .description(
      'print a link by which a browser signs in to the page of the server, once, within ten minutes',
    )
    .addOption(
      new Option('--role <role>', 'the most that the session may do').choices([
        'viewer',
        'operator',
        'admin',
      ]),
    )
    .action(call(() => import('./commands/open.js')));
  program
    .command('down')
    .description('stop all that `up` started')
    .action(call(() => import('./commands/down.js')));
  program
    .command('status')
    .description('show what runs, and where')
    .action(call(() => import('./commands/status.js')));
  program
    .command('doctor')
    .description('check native parts, services and settings, and say how to mend them')
    .action(call(() => import('./commands/doctor.js')));
}

function addOwnCommands(program: Command, call: Call): void {
  program.commandsGroup('Espalier itself:');
  program
    .command('version')
    .description('print the versions of Espalier and of what it runs on')
    .action(call(() => import('./commands/version.js')));
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell that the script is for').choices(shells))
    .description('print the script that completes commands at the Tab key')
    .action(call(() => import('./commands/completion.js')));
  program
    .command('completion-server', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(call(() => import('./commands/completion-server.js')));
}
