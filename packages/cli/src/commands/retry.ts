/** Responsible for `espalier retry RUN`. Leaves to others: whether it may be (triggers), following the run (run-to-end.ts). */
import type { CommandContext } from '../command-context.js';
import type { ExitCode } from '../exit-codes.js';
import { submitOrFollow } from './run-to-end.js';
import { withClient } from './with-client.js';

export interface RetryOptions {
  readonly from: string;
  readonly set: readonly string[];
  readonly key?: string;
  readonly wait?: boolean;
}

export function execute(
  context: CommandContext,
  runId: string,
  { from, set, key, wait }: RetryOptions,
): Promise<ExitCode> {
  return withClient(context, (client) => {
    const submit = () =>
      client.retries.start(runId, { from, sets: set, idempotencyKey: key, trigger: 'command' });
    return submitOrFollow(context, client, submit, wait);
  });
}
