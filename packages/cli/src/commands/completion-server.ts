/**
 * Responsible for answering a shell that asks, at the Tab key, how the line may go on.
 * Leaves to others: finding the candidates (completion/candidates.ts), the script that asks (completion.ts).
 */
import { inheritedEnvironment } from '@espalier/settings';
import { getShellFromEnv, log, logFiles } from '@pnpm/tabtab';
import type { CommandContext } from '../command-context.js';
import { candidatesOf } from '../completion/candidates.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export async function execute({ program }: CommandContext, line: readonly string[]): Promise<ExitCode> {
  const environment = inheritedEnvironment();
  const shell = getShellFromEnv(environment);
  const at = Number(environment.COMP_CWORD ?? line.length - 1);
  // fish counts its words, and leaves out an empty one at the end.
  const current = shell === 'fish' ? fishWord(line, Number(environment.COMP_POINT)) : (line[at] ?? '');
  const before =
    current === '' && shell === 'fish' ? line.slice(1) : line.slice(1, shell === 'fish' ? -1 : at);
  const found = candidatesOf(program, before, current);
  // bash takes its own way to files where nothing is proposed, and quotes their names.
  if (found === 'files' && shell !== 'bash') logFiles();
  if (found !== 'files') {
    log(
      found.filter(({ name }) => name.startsWith(current)),
      shell,
      (text) => process.stdout.write(`${text}\n`),
    );
  }
  return exitCodes.done;
}

function fishWord(line: readonly string[], point: number): string {
  return point > line.join(' ').length ? '' : (line.at(-1) ?? '');
}
