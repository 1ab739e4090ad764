/**
 * Responsible for `espalier completion SHELL`: the script that asks for completions at the Tab key.
 * Leaves to others: what is proposed (completion-server.ts).
 */
import { getCompletionScript, type SupportedShell } from '@pnpm/tabtab';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

/** For a shell, whatever stands in the path. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

export async function execute(context: CommandContext, shell: SupportedShell): Promise<ExitCode> {
  const { output, program } = context;
  // By path: `espalier` itself may be a function or an alias, such as for `npx espalier`.
  const completer = [process.execPath, process.argv[1] ?? ''].map(quoted).join(' ');
  const script = await getCompletionScript({ name: program.name(), completer, shell });
  // Not as a text for people: no line of a script may be broken.
  if (!output.json) process.stdout.write(script);
  output.emit({ shell, script });
  return exitCodes.done;
}
