/**
 * Responsible for `espalier doctor`: each check with what was found, and how to mend what is wrong.
 * Leaves to others: the checks (stack).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
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
    context.output.print(`${mark} ${name.padEnd(width)}  ${message}`);
    if (fix !== null) context.output.print(`  ${' '.repeat(width)}  ${paint.bold('fix')} ${fix}`);
  }
  const failed = checks.filter(({ ok }) => !ok).length;
  const unknown = checks.filter(({ known }) => !known).length;
  const well = unknown === 0 ? 'All is well.' : `Nothing is wrong; ${unknown} checks could not be made.`;
  context.output.print(failed === 0 ? well : `${failed} of ${checks.length} checks failed.`);
  context.output.emit({ ok: failed === 0, checks });
  return failed === 0 ? exitCodes.done : exitCodes.unreachable;
}
