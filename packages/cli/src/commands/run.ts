/**
 * Responsible for `espalier run SPEC`: checks, starts, and with --wait follows the run to its end.
 * Leaves to others: the run itself (workflows), reading the pipeline (spec).
 */
import { loadSpec } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import type { ExitCode } from '../exit-codes.js';
import { changedValues } from '../shared-options.js';
import { runToEnd, submitOnly } from './run-to-end.js';
import { withClient } from './with-client.js';

export interface RunOptions {
  readonly wait?: boolean;
  /** Commander's form of --no-cache. */
  readonly cache: boolean;
  readonly strict?: boolean;
  readonly sample?: string;
  readonly for?: string;
  readonly set: readonly string[];
  readonly priority?: string;
}

export async function execute(context: CommandContext, path: string, options: RunOptions): Promise<ExitCode> {
  const loaded = await loadSpec(path, {
    sets: changedValues(options),
    sample: options.sample,
    for: options.for,
    strict: options.strict,
  });
  return withClient(context, async (client) => {
    const submit = () => client.submit(loaded, { noCache: !options.cache, trigger: 'command' });
    if (!options.wait) return submitOnly(context, submit);
    return (await runToEnd(context, client, submit)).exitCode;
  });
}
