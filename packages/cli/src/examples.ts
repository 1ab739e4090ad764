/**
 * Responsible for the examples under each command's help: what people type most, each with what it does.
 * Leaves to others: the grammar (program.ts), which a test holds them to.
 */
import type { Command } from 'commander';
import { wrapped } from './render/fit-width.js';

/** Where nothing says how wide the paper is. */
export const helpWidth = 80;

type Example = readonly [command: string, does: string];

/** By the command's full name. */
const examples: Readonly<Record<string, readonly Example[]>> = {
  up: [
    ['espalier up', 'two hosts of each role'],
    ['espalier up --encoder-workers 4 --trainer-workers 4', 'as many as a pipeline of four workers asks for'],
    ['espalier up --temporal-port 7300', 'where the usual port is taken'],
  ],
  open: [
    ['espalier open', 'a fresh link for the page'],
    ['espalier open --role viewer', 'for somebody who is to look and change nothing'],
  ],
  down: [['espalier down', 'data and logs stay; `up` goes on with them']],
  status: [['espalier status --json', 'ports and process IDs for a script']],
  doctor: [['espalier doctor', 'before the first run, and when one fails for no reason of its own']],
  init: [
    ['espalier init data/events.parquet', 'writes pipeline.yaml here'],
    ['espalier init s3://logs/feed/ -o feed.yaml', 'from S3, under a name of your own'],
  ],
  plan: [
    ['espalier plan pipeline.yaml', 'what a run would do, and about how long it takes'],
    ['espalier plan pipeline.yaml --offline', 'only whether pipeline and data fit; needs no stack'],
    ['espalier plan pipeline.yaml --set training.epochs=1', 'what a change would cost'],
  ],
  run: [
    ['espalier run pipeline.yaml --sample 1% --wait', 'a try on about 1 % of the rows'],
    ['espalier run pipeline.yaml --wait', 'all of them; Ctrl-C cancels'],
    ['espalier run pipeline.yaml', 'prints the ID and leaves the run to itself'],
    ['espalier run pipeline.yaml --priority 5', 'before others that wait for slots'],
    [
      'espalier run pipeline.yaml --set encoder.trees=100 --set tasks.like.lossWeight=2 --wait',
      'with changes',
    ],
  ],
  compare: [
    ['espalier compare pipeline.yaml --architectures separate,towers', 'one network against one a task'],
    [
      'espalier compare pipeline.yaml --variant wide:model.hidden=[256] --variant narrow:model.hidden=[64] --report units.html',
      'variants of your own, with a page of plots',
    ],
  ],
  'pipeline apply': [
    ['espalier pipeline apply pipeline.yaml --reason "deeper trees"', 'the next version, from now on'],
  ],
  'pipeline list': [['espalier pipeline list', 'each with its version, and who registered it']],
  'pipeline show': [
    ['espalier pipeline show home-feed', 'what runs now, and the versions before'],
    ['espalier pipeline show home-feed@3 --json', 'one version'],
  ],
  'pipeline diff': [
    ['espalier pipeline diff home-feed pipeline.yaml', 'what `apply` would change'],
    ['espalier pipeline diff home-feed@3 home-feed@4', 'between two versions'],
  ],
  'pipeline run': [
    ['espalier pipeline run home-feed --for 2026-11-20 --wait', 'for a day; Ctrl-C cancels'],
    ['espalier pipeline run home-feed --key 2026-11-20', 'once, however often it is asked for'],
  ],
  'pipeline delete': [
    ['espalier pipeline delete home-feed --reason "replaced"', 'its runs and versions stay'],
  ],
  'backfill create': [
    [
      'espalier backfill create home-feed --from 2026-11-01 --to 2026-11-14 --dry-run',
      'what it would run, and for how long',
    ],
    [
      'espalier backfill create home-feed@3 --from 2026-11-01 --to 2026-11-14 --limit 2 --reprocess all --wait',
      'a fortnight anew, two at a time',
    ],
    [
      'espalier backfill create home-feed --from 2026-11-01 --to 2026-11-14 --key outage-of-november',
      'once, however often a script asks for it',
    ],
  ],
  'backfill list': [['espalier backfill list --limit 20', 'the latest 20; --cursor goes on from there']],
  'backfill show': [
    ['espalier backfill show home-feed-backfill-20261126-101500-3f2a --wait', 'follows it to its end'],
  ],
  'backfill cancel': [
    ['espalier backfill cancel home-feed-backfill-20261126-101500-3f2a', 'and the runs that it has started'],
  ],
  'backfill resume': [
    ['espalier backfill resume home-feed-backfill-20261126-101500-3f2a', 'what failed or was not reached'],
  ],
  'schedule create': [
    [
      'espalier schedule create nightly --pipeline home-feed --cron "0 6 * * *" --timezone Europe/Berlin',
      'every morning, for the day before',
    ],
    [
      'espalier schedule create hourly --pipeline clicks@3 --every 1h --offset 10m --overlap skip',
      'ten minutes after each hour, one version',
    ],
  ],
  'schedule list': [['espalier schedule list', 'each with its next time']],
  'schedule show': [['espalier schedule show nightly --limit 30', 'its last runs, and what was missed']],
  'schedule pause': [['espalier schedule pause nightly --note "the log is being repaired"', 'until resumed']],
  'schedule resume': [['espalier schedule resume nightly', 'goes on with its next time']],
  'schedule run-now': [['espalier schedule run-now nightly', 'for the day before today']],
  'schedule delete': [['espalier schedule delete nightly', 'its runs stay']],
  score: [
    [
      'espalier score --bundle s3://espalier/bundles/NAME/DIGEST --input rows.parquet --output scores.parquet',
      'a column for each task',
    ],
    [
      'espalier score --model home-feed --input rows.parquet --output scores.parquet',
      'by the champion of a registered model',
    ],
  ],
  'generate feed': [
    ['espalier generate feed --out feed', 'a fortnight of 10,000 members'],
    [
      'espalier generate feed --out s3://logs/feed/ --days 28 --corrupt day=2026-01-20',
      'with a day that no model should see',
    ],
  ],
  runs: [
    ['espalier runs', 'the latest 20'],
    ['espalier runs --pipeline home-feed --limit 100', 'more, of one pipeline'],
    ['espalier runs --tag stage=canary', 'those that were tagged so'],
  ],
  show: [
    ['espalier show home-feed-20261126-101500-3f2a', 'stages, metrics, learning curves, bundle'],
    ['espalier show home-feed-20261126-101500-3f2a --wait', 'follows it to its end'],
    ['espalier show home-feed-20261126-101500-3f2a --report page.html', "a comparison's page with plots"],
    ['espalier show home-feed-20261126-101500-3f2a --json', 'all of it, every point of the curves too'],
  ],
  retry: [
    [
      'espalier retry home-feed-20261126-101500-3f2a --from train --set training.learningRate=0.001 --wait',
      'another training on the same trees and rows',
    ],
    ['espalier retry home-feed-20261126-101500-3f2a --from plan', 'all of it, of the source as it is now'],
  ],
  tag: [
    ['espalier tag home-feed-20261126-101500-3f2a stage=canary owner=ana', 'what it is for, and whose it is'],
  ],
  untag: [['espalier untag home-feed-20261126-101500-3f2a stage', 'that tag alone']],
  note: [
    [
      'espalier note home-feed-20261126-101500-3f2a "the day before a holiday: few likes"',
      'stays with the run',
    ],
  ],
  logs: [
    ['espalier logs home-feed-20261126-101500-3f2a', 'all that the processes said about it'],
    ['espalier logs home-feed-20261126-101500-3f2a --stage train --follow', 'one stage, as it comes'],
  ],
  cancel: [
    ['espalier cancel home-feed-20261126-101500-3f2a --wait', 'until its ranks and shards have ended'],
    ['espalier cancel home-feed-20261126-101500-3f2a --reason "wrong source"', 'kept with the run'],
  ],
  gc: [
    ['espalier gc --dry-run', 'tells what would be freed, and frees nothing'],
    ['espalier gc --keep 7d', 'also what runs that ended a week ago have made, but not their reports'],
  ],
  du: [['espalier du', 'stages in the cache, bundles, runs, and what `gc` may free']],
  'cache drop': [['espalier cache drop encode 3f2a9c81d47be065', 'stage and key as the error named them']],
  explain: [
    ['espalier explain spec.invalid', 'one error'],
    ['espalier explain', 'all of them'],
  ],
  'bundle export': [
    ['espalier bundle export s3://espalier/bundles/NAME/DIGEST model', 'into the new folder `model`'],
    ['espalier score --bundle model --input rows.parquet --output scores.parquet', 'and from there'],
    [
      'espalier bundle export --model home-feed --serving models',
      'as models/home-feed/N, which TensorFlow Serving takes as version N',
    ],
  ],
  models: [
    ['espalier models', 'champion, challenger and versions of each'],
    ['espalier models --saw 2026-11-20', 'every version that was made with the data of that day'],
  ],
  'model show': [
    ['espalier model show home-feed', 'the champion: its run, bundle, gates, and what it was made of'],
    ['espalier model show home-feed@3 --json', 'one version, with all references'],
  ],
  'model promote': [
    [
      'espalier model promote home-feed --reason "a week without alerts"',
      'makes the challenger the champion',
    ],
    ['espalier model promote home-feed@3', 'any version'],
    [
      'espalier model promote home-feed@3 --despite-replay "its golden rows are gone"',
      'whatever its golden rows say; never a bundle that is damaged',
    ],
  ],
  'model approve': [
    [
      'espalier model approve home-feed@4 --reason "the gate is too strict on Sundays"',
      'lets it be promoted',
    ],
    [
      'espalier model approve home-feed --reason "looked at the slices"',
      'makes a challenger that waits for approval the champion',
    ],
  ],
  'model reject': [['espalier model reject home-feed --reason "trained on a broken day"', 'the challenger']],
  'model rollback': [
    ['espalier model rollback home-feed --reason "fewer sessions"', 'back to the champion before'],
  ],
  'notifications list': [
    ['espalier notifications list', 'what happened lately'],
    ['espalier notifications list --dead', 'what a target has not taken for a day'],
  ],
  'notifications test': [['espalier notifications test oncall', 'whether a target takes one, now']],
  'notifications resend': [['espalier notifications resend', 'once the target is there again']],
  'quota list': [['espalier quota list', 'what each team may hold, and holds']],
  'quota set': [
    ['espalier quota set ranking --trainer-slots 8 --encoder-slots 4', 'pipelines with fleet.team: ranking'],
    ['espalier quota set default --trainer-slots 2', 'all who name no team'],
  ],
  'quota remove': [['espalier quota remove ranking', 'no limit any more']],
  'model history': [['espalier model history home-feed --limit 5', 'who changed what, when and why']],
  'model watch': [
    ['espalier model watch home-feed', 'how its champions did on the days that arrived, with 95 % intervals'],
    ['espalier model watch home-feed --limit 1 --json', 'on the last one, with all figures'],
  ],
  version: [['espalier version --json', 'for a bug report']],
  completion: [
    ['espalier completion bash > ~/.local/share/bash-completion/completions/espalier', 'bash'],
    ['espalier completion zsh > ~/.zfunc/_espalier', 'zsh, with ~/.zfunc in fpath'],
    ['espalier completion fish > ~/.config/fish/completions/espalier.fish', 'fish'],
  ],
};

/** Long lines go on below, as a shell takes them. */
function commandLines(command: string, width: number): string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const word of command.match(/--?[a-z]\S* [^-\s]\S*|\S+/g) ?? []) {
    // An option stays with its value.
    if (`${line} ${word} \\`.length > width && line.trim() !== '') {
      lines.push(`${line} \\`);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function examplesText(examplesOf: readonly Example[], width: number): string {
  const lines = examplesOf.flatMap(([command, does]) => [
    wrapped(`  # ${does}`, width).replaceAll(/^ {2}(?!#)/gm, '  # '),
    ...commandLines(command, width),
  ]);
  return `\nExamples:\n${lines.join('\n')}`;
}

export function addExamples(program: Command, before = ''): void {
  for (const command of program.commands) {
    const name = `${before}${command.name()}`;
    const own = examples[name];
    if (own !== undefined) {
      command.addHelpText('after', () => examplesText(own, process.stdout.columns ?? helpWidth));
    }
    addExamples(command, `${name} `);
  }
}
