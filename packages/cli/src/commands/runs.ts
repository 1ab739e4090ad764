/**
 * Responsible for `espalier runs`: the latest runs, newest first.
 * Leaves to others: one run in full (show.ts).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { plainTable } from '../render/plain-table.js';
import { durationText } from '../render/quantities.js';
import { wholeNumber } from '../whole-number.js';
import { withClient } from './with-client.js';

export interface RunsOptions {
  readonly limit: string;
  readonly pipeline?: string;
}

function clockText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

export async function execute(context: CommandContext, options: RunsOptions): Promise<ExitCode> {
  const limit = wholeNumber('--limit', options.limit);
  return withClient(context, async (client) => {
    const { pipeline } = options;
    const runs = await client.list({ limit, ...(pipeline === undefined ? {} : { pipeline }) });
    context.output.emit({ runs });
    if (runs.length === 0) {
      context.output.print('No runs yet. Start one with: espalier run SPEC --wait');
      return exitCodes.done;
    }
    const rows = runs.map(({ runId, pipeline: name, status, startedAtMs, endedAtMs }) => {
      const seconds = ((endedAtMs ?? Date.now()) - startedAtMs) / 1000;
      return [runId, name, status, clockText(startedAtMs), durationText(seconds)];
    });
    const columns = ['run', 'pipeline', 'status', 'started (UTC)', 'time'].map((title) => ({ title }));
    context.output.print(plainTable(columns, rows, context.output.width));
    return exitCodes.done;
  });
}
