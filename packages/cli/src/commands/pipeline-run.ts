/** Responsible for `espalier pipeline run NAME[@VERSION]`. Leaves to others: following the run (run-to-end.ts). */
import { parsePipelineReference } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import type { ExitCode } from '../exit-codes.js';
import { changedValues } from '../shared-options.js';
import type { RunOptions } from './run.js';
import { submitOrFollow } from './run-to-end.js';
import { withClient } from './with-client.js';

export interface PipelineRunOptions extends RunOptions {
  readonly key?: string;
}

export function execute(
  context: CommandContext,
  name: string,
  { sample, for: partition, strict, cache, key, wait, ...changes }: PipelineRunOptions,
): Promise<ExitCode> {
  const reference = parsePipelineReference(name);
  return withClient(context, (client) => {
    const submit = () =>
      client.trigger(reference, {
        ...{ sets: changedValues(changes), sample, for: partition, strict },
        ...{ noCache: !cache, idempotencyKey: key, trigger: 'command' },
      });
    return submitOrFollow(context, client, submit, wait);
  });
}
