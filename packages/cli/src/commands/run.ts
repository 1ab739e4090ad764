/**
 * Responsible for `espalier run SPEC`: checks, starts, and with --wait follows the run to its end.
 * Leaves to others: the run itself (workflows), reading the pipeline (spec).
 */
import type { EspalierClient, Remarks, SubmittedRun } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import { loadSpec } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfRun, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { cancelOnInterrupt, goesOnText } from '../interrupt/cancel-on-interrupt.js';
import { sayWhenOutputCloses } from '../interrupt/closed-output.js';
import { followRun } from '../progress/follow-run.js';
import { openDisplay } from '../progress/progress-display.js';
import { widthOf, wrapped } from '../render/fit-width.js';
import { remarksText } from '../render/remarks-text.js';
import { reportText } from '../render/report-text.js';
import { withClient } from './with-client.js';

export interface RunOptions {
  readonly wait?: boolean;
  /** Commander's form of --no-cache. */
  readonly cache: boolean;
  readonly strict?: boolean;
  readonly sample?: string;
  readonly set: readonly string[];
}

export async function execute(context: CommandContext, path: string, options: RunOptions): Promise<ExitCode> {
  const loaded = await loadSpec(path, {
    sets: options.set,
    sample: options.sample,
    strict: options.strict,
  });
  return withClient(context, async (client) => {
    if (!options.wait) {
      const { runId, ...remarks } = await client.submit(loaded, { noCache: !options.cache });
      // Nobody may ever see the ID that is printed; the command ends before that is known.
      sayWhenOutputCloses(() => goesOnText(runId));
      context.output.print(runId);
      context.output.emit({ runId, ...remarks });
      const told = remarksText(remarks);
      if (told !== '') context.output.note(wrapped(told, widthOf(process.stderr), 2));
      if (process.stdout.isTTY) context.output.note(`Started. Watch it with: espalier show ${runId} --wait`);
      return exitCodes.done;
    }
    return runToEnd(context, client, () => client.submit(loaded, { noCache: !options.cache }));
  });
}

async function runToEnd(
  { output }: CommandContext,
  client: EspalierClient,
  submit: () => Promise<SubmittedRun>,
): Promise<ExitCode> {
  const display = await openDisplay(output.progressStream);
  using guard = cancelOnInterrupt(display.say);
  let told: Remarks = { warnings: [], notes: [] };
  let report: RunReport;
  try {
    const { runId, ...remarks } = await submit();
    const text = remarksText(remarks);
    if (text !== '') display.say(text);
    guard.watch({ runId, cancel: (reason) => client.cancel(runId, reason) });
    ({ report, told } = await followRun(client, runId, display, remarks));
  } finally {
    display.close();
  }
  output.print(`\n${reportText(report, { stages: false, told, width: output.width })}`);
  output.emit(report);
  // A run that succeeded all the same was too far to be cancelled.
  if (report.status === 'cancelled' && guard.first !== null) return exitCodeOfSignal(guard.first);
  return exitCodeOfRun(report.status);
}
