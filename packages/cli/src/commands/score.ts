/**
 * Responsible for `espalier score`: predictions of a published bundle for the rows of a Parquet file.
 * Leaves to others: scoring (scorer).
 */
import { resolve } from 'node:path';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { abortOnInterrupt } from '../interrupt/interrupt-signals.js';
import { countText } from '../render/quantities.js';

export interface ScoreOptions {
  readonly bundle: string;
  readonly input: string;
  readonly output: string;
}

export async function execute(context: CommandContext, options: ScoreOptions): Promise<ExitCode> {
  const { scoreParquet } = await import('@espalier/scorer');
  const stream = context.output.progressStream;
  using interrupt = abortOnInterrupt();
  const result = await scoreParquet({
    settings: await context.settings(),
    bundleUri: options.bundle,
    inputPath: resolve(options.input),
    outputPath: resolve(options.output),
    signal: interrupt.signal,
    onProgress: ({ doneRows, totalRows }) => {
      if (stream.isTTY) stream.write(`\r${countText(doneRows)} of ${countText(totalRows)} rows`);
    },
  }).catch((error: unknown) => {
    if (!interrupt.signal.aborted) throw error;
    return null;
  });
  if (stream.isTTY) stream.write('\r\u001b[K');
  if (result === null) {
    stream.write('Interrupted; nothing was written.\n');
    return interrupt.first === null ? exitCodes.failed : exitCodeOfSignal(interrupt.first);
  }
  context.output.print(
    `Wrote ${options.output}: ${result.rows.toLocaleString('en')} rows, ${result.tasks.join(', ')}.`,
  );
  context.output.emit({ ...result, output: resolve(options.output), bundle: options.bundle });
  return exitCodes.done;
}
