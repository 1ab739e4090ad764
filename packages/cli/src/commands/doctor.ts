/**
 * Responsible for `espalier doctor`: each check with what was found, and how to mend what is wrong.
 * Leaves to others: the checks (stack).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { wrapped } from '../render/fit-width.js';
import { paint } from '../render/paint.js';

export async function execute(context: CommandContext): Promise<ExitCode> {
  const [{ doctor }, { listSlots }] = await Promise.all([
    import('@espalier/stack'),
    import('@espalier/fanout'),
  ]);
  const checks = await doctor(await context.settings(), { listSlots });
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, ok, known, message, fix } of checks) {
    const mark = !known ? paint.yellow('?') : ok ? paint.green('✓') : paint.red('✗');
    const line = `${mark} ${name.padEnd(width)}  ${message}`;
    context.output.print(wrapped(line, context.output.width, width + 4));
    if (fix === null) continue;
    const fixLine = `  ${' '.repeat(width)}  ${paint.bold('fix')} ${fix}`;
    context.output.print(wrapped(fixLine, context.output.width, 4));
  }
  const failed = checks.filter(({ ok }) => !ok).length;
  const unknown = checks.filter(({ known }) => !known).length;
  const well = unknown === 0 ? 'All is well.' : `Nothing is wrong; ${unknown} checks could not be made.`;
  context.output.print(failed === 0 ? well : `${failed} of ${checks.length} checks failed.`);
  context.output.emit({ ok: failed === 0, checks });
  return failed === 0 ? exitCodes.done : exitCodes.unreachable;
}
