/**
 * Responsible for `espalier score`: predictions of a published bundle for the rows of a Parquet file.
 * Leaves to others: scoring (scorer).
 */
import { resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import type { ScoredColumn } from '@espalier/scorer';
import { parseSample as parseShare } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { abortOnInterrupt } from '../interrupt/interrupt-signals.js';
import { namedBundle } from '../named-bundle.js';
import { type Width, wrapped } from '../render/fit-width.js';
import { plainTable } from '../render/plain-table.js';
import { countText } from '../render/quantities.js';
import { warningLine } from '../render/remarks-text.js';

export interface ScoreOptions {
  readonly bundle?: string;
  readonly model?: string;
  readonly input: string;
  readonly output: string;
  readonly keep?: string;
  readonly forest?: boolean;
  readonly force?: boolean;
  readonly mostUnseen?: string;
}

/** Columns that are listed; a model may have thousands. */
const shownColumns = 20;

function shareText(share: number | null): string {
  return share === null ? '' : `${(100 * share).toFixed(1)} %`;
}

/** Columns with values that training has not seen; the text of none where there are none. */
function unseenText(columns: readonly ScoredColumn[], width: Width): string {
  const unseen = columns
    .filter((column) => (column.unseen ?? 0) > 0)
    .sort((a, b) => (b.unseen ?? 0) - (a.unseen ?? 0));
  if (unseen.length === 0) return 'Every category was seen in training.';
  const rows = unseen
    .slice(0, shownColumns)
    .map((column) => [column.name, shareText(column.unseen), shareText(column.unseenInTraining)]);
  const titles = [
    { title: 'column', wraps: true },
    { title: 'unseen or rare', align: 'right' as const },
    { title: 'in training', align: 'right' as const, weight: 1 },
  ];
  const more = unseen.length - rows.length;
  const rest = more > 0 ? `\n… and ${more} more columns; --json has all` : '';
  return `${plainTable(titles, rows, width)}${rest}`;
}

function mostUnseenOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const share = parseShare(text, 'from-zero');
  if (share !== null) return share;
  throw new EspalierError(
    'request.invalid',
    `--most-unseen expects a share from 0 to below 100%, such as 5% or 0.05, not ${text}.`,
  );
}

function namesOf(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((name) => name !== '');
}

export async function execute(context: CommandContext, options: ScoreOptions): Promise<ExitCode> {
  const mostUnseen = mostUnseenOf(options.mostUnseen);
  const bundle = await namedBundle(context, options);
  const { scoreParquet } = await import('@espalier/scorer');
  const stream = context.output.progressStream;
  using interrupt = abortOnInterrupt();
  const result = await scoreParquet({
    settings: await context.settings(),
    bundleUri: bundle.uri,
    inputPath: resolve(options.input),
    outputPath: resolve(options.output),
    overwrite: options.force === true,
    keep: namesOf(options.keep),
    forest: options.forest === true,
    ...(mostUnseen === undefined ? {} : { mostUnseen }),
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
    [
      `Wrote ${options.output}: ${result.rows.toLocaleString('en')} rows, ${result.output.join(', ')}${bundle.model === null ? '' : `, by version ${bundle.version} of ${bundle.model}`}.`,
      unseenText(result.columns, context.output.width),
      ...result.warnings.map((warning) => wrapped(warningLine(warning), context.output.width, 2)),
    ].join('\n'),
  );
  const { output: outputColumns, ...scored } = result;
  context.output.emit({
    ...scored,
    outputColumns,
    output: resolve(options.output),
    bundle: bundle.uri,
    ...(bundle.model === null ? {} : { model: bundle.model, version: bundle.version }),
  });
  return exitCodes.done;
}
