/**
 * Responsible for `espalier show RUN`: the run as it stands, or with --wait until it ends.
 * Leaves to others: its logs (logs.ts).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfRun, exitCodes } from '../exit-codes.js';
import { followRun } from '../progress/follow-run.js';
import { runView } from '../progress/run-view.js';
import { reportText } from '../render/report-text.js';
import { withClient } from './with-client.js';

export interface ShowOptions {
  readonly wait?: boolean;
}

export function execute({ output, ...context }: CommandContext, runId: string, options: ShowOptions) {
  return withClient({ output, ...context }, async (client): Promise<ExitCode> => {
    const snapshot = await client.progress(runId);
    if (snapshot.progress.status === 'running' && options.wait) {
      const report = await followRun(client, runId, output);
      output.print(`\n${reportText(report, { stages: false })}`);
      output.emit(report);
      return exitCodeOfRun(report.status);
    }
    const report = await client.report(runId);
    const running = snapshot.progress.status === 'running';
    output.print(running ? runView(snapshot, Date.now()) : reportText(report, { stages: true }));
    output.emit(report);
    return options.wait ? exitCodeOfRun(report.status) : exitCodes.done;
  });
}
