/**
 * Responsible for what every command is given: where its result goes, the settings, how much to tell.
 * Leaves to others: parsing the arguments (program.ts).
 */
import type { Settings } from '@espalier/settings';
import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import type { Output } from './output.js';

export interface CommandContext {
  readonly output: Output;
  readonly verbose: boolean;
  /** The grammar that the command is part of. */
  readonly program: Command;
  /** Read once, when a command first needs it. */
  settings(): Promise<Settings>;
}

/** Loaded only when its command is called, so that `espalier --help` stays quick. */
export interface CommandModule<Arguments extends readonly unknown[]> {
  execute(context: CommandContext, ...args: Arguments): Promise<ExitCode>;
}
