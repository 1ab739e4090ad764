/** Responsible for `espalier pipeline run NAME[@VERSION]`. Leaves to others: following the run (run-to-end.ts). */
import { parsePipelineReference } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import type { ExitCode } from '../exit-codes.js';
import type { RunOptions } from './run.js';
import { RunOfAnother, runToEnd, submitOnly } from './run-to-end.js';
import { execute as showRun } from './show.js';
import { withClient } from './with-client.js';

export interface PipelineRunOptions extends RunOptions {
  readonly key?: string;
}

export function execute(
  context: CommandContext,
  name: string,
  { set, sample, for: partition, strict, cache, key, wait }: PipelineRunOptions,
): Promise<ExitCode> {
  const reference = parsePipelineReference(name);
  return withClient(context, async (client) => {
    const submit = () =>
      client.trigger(reference, {
        ...{ sets: set, sample, for: partition, strict },
        ...{ noCache: !cache, idempotencyKey: key },
      });
    if (!wait) return submitOnly(context, submit);
    try {
      return (await runToEnd(context, client, submit)).exitCode;
    } catch (error) {
      if (!(error instanceof RunOfAnother)) throw error;
      context.output.note(`${error.message} It is followed, and goes on after Ctrl-C: ${error.runId}`);
      return showRun(context, error.runId, { wait });
    }
  });
}
