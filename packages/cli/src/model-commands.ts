/** Responsible for the grammar of bundles and registered models. Leaves to others: the rest of it (program.ts), what commands do. */
import { type Command, Option } from 'commander';
import type { AskedOptions } from './asked-reason.js';
import { addPageOptions } from './list-page.js';
import type { Call } from './program.js';

const reasonText = 'why, for the history';
const askedHere = 'asked for at the command line';

export function addModelCommands(program: Command, call: Call): void {
  program.commandsGroup('Models:');
  addPageOptions(program.command('models'))
    .description('list the registered models')
    .option('--saw <partition>', 'instead every version that was made with this day or hour of a source')
    .action(call(() => import('./commands/models.js')));
  const model = program.command('model').description('registered models, their versions and their champions');
  model
    .command('show')
    .argument('<name>', 'NAME for the champion, NAME@challenger, NAME@previous, or NAME@3')
    .description('show a version: its run, bundle and gates, and what it was made of')
    .action(call(() => import('./commands/model-show.js')));
  addChange(model, 'promote', 'make a version the champion', call);
  addChange(
    model,
    'approve',
    'vouch for a version, whatever gates or a rejection say; one that waits for approval becomes the champion',
    call,
  );
  addChange(model, 'reject', 'keep a version from being promoted', call);
  model
    .command('rollback')
    .argument('<name>', "the model's name")
    .description('make the champion before this one the champion again')
    .option('--reason <text>', reasonText, askedHere)
    .addOption(despiteReplay())
    .action(call(() => import('./commands/model-rollback.js')));
  model
    .command('history')
    .argument('<name>', "the model's name")
    .description('tell who changed what, when and why, the last change first')
    .option('--limit <count>', 'how many changes', '20')
    .action(call(() => import('./commands/model-history.js')));
  model
    .command('watch')
    .argument('<name>', "the model's name")
    .description('tell how its champions did on each partition as it arrived, the newest first')
    .option('--limit <count>', 'how many partitions', '20')
    .action(call(() => import('./commands/model-watch.js')));
  program
    .command('bundle')
    .description('work with published models')
    .command('export')
    .argument('<uri>', 'the bundle: s3://bucket/prefix or a local folder; left out with --model')
    .argument('[folder]', 'the folder to write: a new one, or an empty one')
    .description('copy a bundle into a folder, every part verified')
    .option('--model <name>', 'the bundle of a registered model: NAME for its champion, or NAME@3')
    .option('--serving', 'with --model: write FOLDER/NAME/N as TensorFlow Serving takes a version')
    .action(call(() => import('./commands/bundle-export.js')));
}

function addChange(
  model: Command,
  name: 'promote' | 'approve' | 'reject',
  description: string,
  call: Call,
): void {
  const change = model
    .command(name)
    .argument('<name>', 'NAME for the challenger, or NAME@3')
    .description(description)
    .option('--reason <text>', reasonText, askedHere);
  if (name === 'promote') change.addOption(despiteReplay());
  change.action(
    call(async () => {
      const { execute } = await import('./commands/model-change.js');
      return {
        execute: (context, reference: string, options: AskedOptions) =>
          execute(context, name, reference, options),
      };
    }),
  );
}

function despiteReplay(): Option {
  const text = 'whatever its golden rows say, as long as the bundle is whole: why, for the history';
  return new Option('--despite-replay <why>', text).conflicts('reason');
}
