/**
 * Responsible for `espalier cancel RUN`.
 * Leaves to others: ending what runs (workflows).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { leaveOnInterrupt } from '../interrupt/interrupt-signals.js';
import { withClient } from './with-client.js';

export interface CancelOptions {
  readonly reason: string;
  readonly wait?: boolean;
}

export function execute(context: CommandContext, runId: string, options: CancelOptions): Promise<ExitCode> {
  return withClient(context, async (client) => {
    if (!(await client.cancel(runId, options.reason))) {
      const { status } = (await client.progress(runId)).progress;
      context.output.print(`${runId} has ended already: ${status}.`);
      context.output.emit({ runId, status });
      return exitCodes.done;
    }
    using _ = leaveOnInterrupt(() =>
      context.output.note(`${runId} is being cancelled and ends by itself; see:  espalier show ${runId}`),
    );
    const status = options.wait ? (await client.wait(runId)).status : 'cancelling';
    context.output.print(
      status === 'cancelling'
        ? `Asked ${runId} to cancel; it ends its ranks and shards first.`
        : `${runId} ${status}.`,
    );
    context.output.emit({ runId, status });
    return exitCodes.done;
  });
}
