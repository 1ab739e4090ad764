/**
 * Responsible for `espalier runs`: the latest runs, newest first, with what they were started with and measured at.
 * Leaves to others: one run in full (show.ts), how a line looks (render/run-list-text.ts).
 */
import type { EspalierClient, RunListing, RunMetrics } from '@espalier/client';
import { EspalierError } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { widthOf, wrapped } from '../render/fit-width.js';
import { runListText } from '../render/run-list-text.js';
import { wholeNumber } from '../whole-number.js';
import { withClient } from './with-client.js';

export interface RunsOptions {
  readonly limit: string;
  readonly pipeline?: string;
  readonly tag?: string;
}

/** The list is worth showing without them: where S3 is away, a note says so. */
async function metricsOf(
  { output }: CommandContext,
  client: EspalierClient,
  runs: readonly RunListing[],
): Promise<ReadonlyMap<string, RunMetrics>> {
  const ended = runs.filter(({ status }) => status === 'succeeded').map(({ runId }) => runId);
  try {
    return await client.metrics(ended);
  } catch (error) {
    if (!(error instanceof EspalierError) || error.kind !== 'infra') throw error;
    output.note(wrapped(`No metrics are shown: ${error.message}`, widthOf(process.stderr)));
    return new Map();
  }
}

export async function execute(context: CommandContext, options: RunsOptions): Promise<ExitCode> {
  const limit = wholeNumber('--limit', options.limit);
  return withClient(context, async (client) => {
    const { pipeline } = options;
    const { parseTag } = await import('@espalier/client');
    const tag = options.tag === undefined ? undefined : parseTag(options.tag);
    const runs = await client.list({
      limit,
      tag,
      ...(pipeline === undefined ? {} : { pipeline }),
      onIncomplete: (reason) => context.output.note(reason),
    });
    const metrics = await metricsOf(context, client, runs);
    const nowMs = Date.now();
    const listed = runs.map((run) => ({
      ...run,
      seconds: ((run.endedAtMs ?? nowMs) - run.startedAtMs) / 1000,
      metrics: metrics.get(run.runId) ?? null,
    }));
    context.output.emit({ runs: listed });
    context.output.print(
      listed.length === 0
        ? tag === undefined
          ? 'No runs yet. Start one with: espalier run SPEC --wait'
          : `No run has the tag ${options.tag}.`
        : runListText(listed, context.output.width),
    );
    return exitCodes.done;
  });
}
