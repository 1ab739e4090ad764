/** Responsible for what a person reads when the grammar refuses a command. */
import { CommanderError } from 'commander';

/** What commander says about wrong arguments, without its own `error: `; null where it only printed help or version. */
export function usageMistake(error: unknown): string | null | undefined {
  if (!(error instanceof CommanderError)) return undefined;
  if (error.exitCode === 0) return null;
  if (error.code === 'commander.help')
    return 'The command lacks its second word; --help lists what it may be.';
  return error.message.replace(/^error: (command-argument value )?/, '').replaceAll('\n', ' ');
}
