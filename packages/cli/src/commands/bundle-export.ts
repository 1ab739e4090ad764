/**
 * Responsible for `espalier bundle export URI FOLDER`: a published bundle as a folder, or nothing of it.
 * Leaves to others: copying and verifying (registry).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { abortOnInterrupt } from '../interrupt/interrupt-signals.js';
import { wrapped } from '../render/fit-width.js';
import { sizeText } from '../render/quantities.js';

export async function execute(context: CommandContext, uri: string, folder: string): Promise<ExitCode> {
  const { output } = context;
  const [{ exportBundle }, { createStore }] = await Promise.all([
    import('@espalier/registry'),
    import('@espalier/store'),
  ]);
  const store = createStore((await context.settings()).s3);
  using interrupt = abortOnInterrupt();
  try {
    const { manifest, dir, sizeBytes } = await exportBundle(uri, folder, { store, signal: interrupt.signal });
    const { digest, tasks, parts } = manifest;
    const told = `Exported to ${folder}: ${parts.length} parts, ${sizeText(sizeBytes)}, all verified; it predicts ${tasks.join(', ')}.`;
    output.print(wrapped(told, output.width));
    output.emit({ uri, folder: dir, digest, tasks, sizeBytes, parts: parts.map(({ name }) => name) });
    return exitCodes.done;
  } catch (error) {
    if (interrupt.first === null || !interrupt.signal.aborted) throw error;
    output.note('Interrupted; nothing was written.');
    return exitCodeOfSignal(interrupt.first);
  } finally {
    store.close();
  }
}
