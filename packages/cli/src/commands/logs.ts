/**
 * Responsible for `espalier logs RUN`: what the processes of the local stack said about a run.
 * Leaves to others: logs of other machines, which their platform collects.
 */
import { join } from 'node:path';
import { followRunLog, type LogEntry, measuredCurves, readRunLog } from '@espalier/client/logs';
import { EspalierError } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { endWhenOutputCloses } from '../interrupt/closed-output.js';
import { abortOnInterrupt } from '../interrupt/interrupt-signals.js';
import { logLine } from '../logs/log-line.js';
import { measuredCurvesText } from '../render/curves-text.js';
import { wrapped } from '../render/fit-width.js';

export interface LogsOptions {
  readonly follow?: boolean;
  readonly stage?: string;
}

/** By a stage's name, which all its instances begin with, or by the ID of one. */
function stageFilter(wanted: string | undefined): (entry: LogEntry) => boolean {
  if (wanted === undefined) return () => true;
  return ({ stage }) => stage === wanted || String(stage ?? '').startsWith(`${wanted}.`);
}

export async function execute(
  context: CommandContext,
  runId: string,
  options: LogsOptions,
): Promise<ExitCode> {
  const { output, verbose } = context;
  const folder = join((await context.settings()).homeDir, 'logs');
  const wanted = stageFilter(options.stage);
  const print = (entry: LogEntry) =>
    output.print(wrapped(logLine(entry, { stacks: verbose }), output.width, 2));
  if (options.follow) {
    if (output.json) {
      throw new EspalierError(
        'request.invalid',
        '--json prints one document at the end, and --follow has no end.',
      );
    }
    using interrupt = abortOnInterrupt();
    using _ = endWhenOutputCloses();
    for await (const entries of followRunLog(folder, runId, interrupt.signal)) {
      entries.filter(wanted).forEach(print);
    }
    return interrupt.first === null ? exitCodes.done : exitCodeOfSignal(interrupt.first);
  }
  const all = await readRunLog(folder, runId);
  if (all.length === 0) {
    throw new EspalierError(
      'request.invalid',
      `No log under ${folder} has a line about the run ${runId}; \`espalier runs\` lists the runs.`,
      {
        details: { folder, runId },
      },
    );
  }
  const entries = all.filter(wanted);
  entries.forEach(print);
  const curves = measuredCurves(entries);
  const drawn = measuredCurvesText(curves, output.width);
  if (drawn !== '') output.print(`\n${drawn}`);
  output.emit({ runId, entries, curves });
  return exitCodes.done;
}
