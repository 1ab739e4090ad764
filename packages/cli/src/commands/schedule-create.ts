/** Responsible for `espalier schedule create NAME`. Leaves to others: whether it can be made (triggers), keeping it (Temporal). */
import { EspalierError, parsePipelineReference } from '@espalier/domain';
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { scheduleText } from '../render/schedules-text.js';
import { withClient } from './with-client.js';

export interface ScheduleCreateOptions {
  readonly pipeline: string;
  readonly cron?: string;
  readonly every?: string;
  readonly offset?: string;
  readonly timezone?: string;
  readonly jitter?: string;
  readonly overlap: string;
  readonly catchUp?: string;
  readonly partitionOffset?: string;
  readonly paused?: boolean;
  readonly note: string;
}

export function execute(
  context: CommandContext,
  name: string,
  { pipeline, partitionOffset, paused, note, ...ask }: ScheduleCreateOptions,
): Promise<ExitCode> {
  const reference = parsePipelineReference(pipeline);
  return withClient(context, async (client) => {
    const made = await client.schedules.create(
      {
        ...{ ...ask, name, pipeline: reference, isPaused: paused ?? false },
        ...(partitionOffset === undefined ? {} : { partitionOffset: count(partitionOffset) }),
      },
      { by: accountName(), reason: note },
    );
    context.output.print(scheduleText(made, context.output.width));
    context.output.emit(made);
    return exitCodes.done;
  });
}

function count(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new EspalierError(
    'request.invalid',
    `--partition-offset expects a whole number, not ${JSON.stringify(text)}.`,
  );
}
