/**
 * Responsible for `espalier show RUN`: the run as it stands, or with --wait until it ends.
 * Leaves to others: its logs (logs.ts).
 */
import type { EspalierClient, RunSnapshot } from '@espalier/client';
import { EspalierError } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type PageOptions, refusePage, writePage } from '../comparison-page-file.js';
import { type ExitCode, exitCodeOfRun, exitCodes } from '../exit-codes.js';
import { goesOnText } from '../interrupt/cancel-on-interrupt.js';
import { sayWhenOutputCloses } from '../interrupt/closed-output.js';
import { leaveOnInterrupt } from '../interrupt/interrupt-signals.js';
import type { Output } from '../output.js';
import { followRun } from '../progress/follow-run.js';
import { openDisplay } from '../progress/progress-display.js';
import { runView } from '../progress/run-view.js';
import { annotationsText } from '../render/annotations-text.js';
import { wrapped } from '../render/fit-width.js';
import { remarksText } from '../render/remarks-text.js';
import { reportText } from '../render/report-text.js';
import { retryLines } from '../render/retry-text.js';
import { withClient } from './with-client.js';

export interface ShowOptions extends PageOptions {
  readonly wait?: boolean;
}

export async function execute(
  context: CommandContext,
  runId: string,
  options: ShowOptions,
): Promise<ExitCode> {
  const { output } = context;
  refusePage(options);
  using _ = options.wait
    ? leaveOnInterrupt(() => output.progressStream.write(`${goesOnText(runId)}\n`))
    : null;
  return await withClient(context, async (client) => {
    const said = Promise.all([client.retries.of(runId), client.annotations.read(runId)]);
    // Whether there is such a run is told first.
    said.catch(() => undefined);
    const detail = await client.detail(runId);
    const running = detail.progress.status === 'running';
    if (options.report !== undefined) requireComparison(detail, options);
    if (running && options.wait) return showUntilEnd(client, runId, output, options);
    const report = detail.report ?? (await client.report(runId));
    const [retries, annotations] = await said;
    const { width } = output;
    const retriedAs = retries.map((retry) => retry.runId);
    output.print(
      running
        ? [
            runView(detail, { nowMs: Date.now(), width }),
            retryLines({ ...report, retriedAs }).join('\n'),
            annotationsText(annotations, width),
            wrapped(remarksText(report), width, 2),
          ]
            .filter((text) => text !== '')
            .join('\n\n')
        : reportText(report, { stages: true, curves: true, retriedAs, annotations, width }),
    );
    output.emit({ ...report, retries, annotations });
    await writePage(output, report, options);
    return options.wait ? exitCodeOfRun(report.status) : exitCodes.done;
  });
}

/** @throws EspalierError `request.invalid` where the run has no page, or none yet */
function requireComparison({ progress }: RunSnapshot, { wait }: ShowOptions): void {
  const { runId, status, stages } = progress;
  if (!stages.some(({ name }) => name === 'compare')) {
    const message = `--report is the page of a comparison, and ${runId} is none: \`espalier compare\` starts one.`;
    throw new EspalierError('request.invalid', message);
  }
  if (status === 'running' && !wait) {
    throw new EspalierError(
      'request.invalid',
      `${runId} has not ended: --wait waits for its end, and then writes the page.`,
    );
  }
}

async function showUntilEnd(
  client: EspalierClient,
  runId: string,
  output: Output,
  options: ShowOptions,
): Promise<ExitCode> {
  const display = await openDisplay(output.progressStream);
  using _ = sayWhenOutputCloses(() => goesOnText(runId));
  const { warnings, notes } = await client.report(runId);
  const remarks = remarksText({ warnings, notes });
  if (remarks !== '') display.say(remarks);
  const { report, told } = await followRun(client, runId, display, { warnings, notes }).finally(() =>
    display.close(),
  );
  output.print(`\n${reportText(report, { stages: false, curves: true, told, width: output.width })}`);
  output.emit(report);
  await writePage(output, report, options);
  return exitCodeOfRun(report.status);
}
