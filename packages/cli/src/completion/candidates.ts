/**
 * Responsible for how a command line may go on: subcommands, options, their values. Pure.
 * Leaves to others: shells and what they call it (commands/completion.ts).
 */
import { errorCatalogue } from '@espalier/domain';
import type { Command, Option } from 'commander';

export interface Candidate {
  readonly name: string;
  readonly description: string;
}

/** Names of arguments and of options' values that stand for paths. */
const paths: ReadonlySet<string> = new Set(['file', 'spec', 'folder', 'path', 'uri']);

/**
 * @param before the words after `espalier`, without the one at the cursor
 * @param current what there is of the word at the cursor
 */
export function candidatesOf(
  program: Command,
  before: readonly string[],
  current: string,
): readonly Candidate[] | 'files' {
  let command = program;
  let positionals = 0;
  let awaiting: Option | null = null;
  for (const word of before) {
    if (awaiting !== null) {
      awaiting = null;
      continue;
    }
    if (word.startsWith('-')) {
      const option = optionsOf(program, command).find(({ short, long }) => word === short || word === long);
      awaiting = option !== undefined && (option.required || option.optional) ? option : null;
      continue;
    }
    const child = command.commands.find((each) => each.name() === word);
    if (child !== undefined) command = child;
    else positionals += 1;
  }
  if (awaiting !== null) return valuesOf(awaiting.argChoices, valueName(awaiting));
  if (current.startsWith('-')) {
    return optionsOf(program, command)
      .filter(({ hidden }) => !hidden)
      .map(({ long, short, description }) => ({ name: long ?? short ?? '', description }));
  }
  const children = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help' || command === program);
  if (command.commands.length > 0) {
    return children.map((each) => ({ name: each.name(), description: each.description() }));
  }
  const argument = command.registeredArguments[positionals];
  return argument === undefined ? [] : valuesOf(argument.argChoices, argument.name());
}

function optionsOf(program: Command, command: Command): readonly Option[] {
  return command === program ? program.options : [...command.options, ...program.options];
}

/** `path` of `--output <path>`. */
function valueName({ flags }: Option): string {
  return /[<[](.*?)[>\]]/.exec(flags)?.[1] ?? '';
}

function valuesOf(choices: readonly string[] | undefined, name: string): readonly Candidate[] | 'files' {
  if (choices !== undefined) return choices.map((choice) => ({ name: choice, description: '' }));
  if (paths.has(name)) return 'files';
  if (name !== 'code') return [];
  return Object.entries(errorCatalogue).map(([code, { meaning }]) => ({ name: code, description: meaning }));
}
