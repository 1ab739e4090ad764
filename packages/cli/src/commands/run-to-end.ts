/**
 * Responsible for starting a run for a command, and following it to its end.
 * Leaves to others: what is started (run.ts, compare.ts).
 */
import type { EspalierClient, Remarks, SubmittedRun } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfRun, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { cancelOnInterrupt, goesOnText } from '../interrupt/cancel-on-interrupt.js';
import { sayWhenOutputCloses } from '../interrupt/closed-output.js';
import { followRun } from '../progress/follow-run.js';
import { openDisplay } from '../progress/progress-display.js';
import { widthOf, wrapped } from '../render/fit-width.js';
import { remarksText } from '../render/remarks-text.js';
import { reportText } from '../render/report-text.js';

interface EndedRun {
  readonly report: RunReport;
  readonly exitCode: ExitCode;
}

const startedBefore = 'No run was started: this one was, by an earlier request of the same key.';

/** Starts the run, prints its ID and leaves it to itself. */
export async function submitOnly(
  { output }: CommandContext,
  submit: () => Promise<SubmittedRun>,
): Promise<ExitCode> {
  const { runId, isNew, ...remarks } = await submit();
  // Nobody may ever see the ID that is printed; the command ends before that is known.
  sayWhenOutputCloses(() => goesOnText(runId));
  output.print(runId);
  output.emit({ runId, isNew, ...remarks });
  const told = remarksText(remarks);
  if (told !== '') output.note(wrapped(told, widthOf(process.stderr), 2));
  if (!isNew) output.note(`${startedBefore} See how it stands with: espalier show ${runId}`);
  else if (process.stdout.isTTY) output.note(`Started. Watch it with: espalier show ${runId} --wait`);
  return exitCodes.done;
}

/** An earlier request of the same key has started it: it is not this command's to cancel. */
class RunOfAnother extends Error {
  constructor(readonly runId: string) {
    super(startedBefore);
  }
}

/** Starts the run and leaves it to itself, or follows it to its end: one that an earlier request of the same key has started, too. */
export async function submitOrFollow(
  context: CommandContext,
  client: EspalierClient,
  submit: () => Promise<SubmittedRun>,
  wait = false,
): Promise<ExitCode> {
  if (!wait) return submitOnly(context, submit);
  try {
    return (await runToEnd(context, client, submit)).exitCode;
  } catch (error) {
    if (!(error instanceof RunOfAnother)) throw error;
    context.output.note(`${error.message} It is followed, and goes on after Ctrl-C: ${error.runId}`);
    const { execute } = await import('./show.js');
    return execute(context, error.runId, { wait });
  }
}

/**
 * Follows the run to its end; Ctrl-C and its like cancel it.
 * @throws RunOfAnother
 */
export async function runToEnd(
  { output }: CommandContext,
  client: EspalierClient,
  submit: () => Promise<SubmittedRun>,
): Promise<EndedRun> {
  const display = await openDisplay(output.progressStream);
  using guard = cancelOnInterrupt(display.say);
  let told: Remarks = { warnings: [], notes: [] };
  let report: RunReport;
  try {
    const { runId, isNew, ...remarks } = await submit();
    if (!isNew) throw new RunOfAnother(runId);
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
  const interrupted = report.status === 'cancelled' && guard.first !== null;
  const exitCode = interrupted ? exitCodeOfSignal(guard.first) : exitCodeOfRun(report.status);
  return { report, exitCode };
}
