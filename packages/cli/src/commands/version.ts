/**
 * Responsible for `espalier version`: Espalier's own version, and those of what it runs on.
 * Leaves to others: whether they will do (doctor.ts).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export async function execute({ output, program }: CommandContext): Promise<ExitCode> {
  const versions = {
    espalier: program.version() ?? '',
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
  output.print(`espalier ${versions.espalier}, Node ${versions.node}, ${versions.platform}`);
  output.emit(versions);
  return exitCodes.done;
}
