/** Responsible for options whose values are read in a way of their own, or that several commands have. */
import { stageNames } from '@espalier/domain';
import { InvalidArgumentError, Option } from 'commander';

/** Of an option that may be given again. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

export const sample = new Option('--sample <share>', 'use only about this share of the rows, such as 1%');
export const forPartition = new Option(
  '--for <partition>',
  'the day or hour that the run is for, such as 2026-11-20; windows of the source are counted back from it',
);
export const set = new Option(
  '--set <key=value>',
  'change a value of the pipeline, such as training.epochs=1; may be given again',
)
  .argParser(collect)
  .default([], 'none');

export const priority = new Option(
  '--priority <number>',
  'as `--set fleet.priority=…`, from -10 to 10: who goes first where runs wait for slots',
);

/** What `--set` and `--priority` change of the pipeline, in an order in which the latter wins. */
export function changedValues(options: { readonly set: readonly string[]; readonly priority?: string }) {
  return options.priority === undefined
    ? options.set
    : [...options.set, `fleet.priority=${options.priority}`];
}

export const corrupt = new Option(
  '--corrupt <day>',
  'a day whose log is wrong, such as day=2026-01-09; may be given again',
)
  .argParser(collect)
  .default([], 'none');

export const strict = new Option(
  '--strict',
  'refuse what would be a warning, such as a column that tells the answer',
);

/** Stages have instances in a comparison. */
function stageOrInstance(value: string): string {
  if (stageNames.some((name) => value === name || value.startsWith(`${name}.`))) return value;
  throw new InvalidArgumentError(`Allowed choices are ${stageNames.join(', ')}.`);
}

export const stage = new Option(
  '--stage <stage>',
  'only this stage; of a comparison also one training, such as train.mmoe.s0',
)
  .choices(stageNames)
  .argParser(stageOrInstance);
