/**
 * Responsible for `espalier compare SPEC`: variants of a pipeline, trained beside each other, and what lies between them.
 * Leaves to others: which variants there are (spec), the run itself (workflows), the page (comparison-page-file.ts).
 */
import { EspalierError } from '@espalier/domain';
import { loadComparison } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type PageOptions, refusePage, writePage } from '../comparison-page-file.js';
import type { ExitCode } from '../exit-codes.js';
import { wholeNumber } from '../whole-number.js';
import { runToEnd, submitOnly } from './run-to-end.js';
import { withClient } from './with-client.js';

export interface CompareOptions extends PageOptions {
  readonly architectures?: string;
  readonly variant: readonly string[];
  readonly seeds: string;
  readonly baseline?: string;
  /** Commander's forms of --no-wait and --no-cache. */
  readonly wait: boolean;
  readonly cache: boolean;
  readonly strict?: boolean;
  readonly sample?: string;
  readonly for?: string;
  readonly set: readonly string[];
}

export async function execute(
  context: CommandContext,
  path: string,
  options: CompareOptions,
): Promise<ExitCode> {
  if (options.report !== undefined && !options.wait) {
    const message =
      '--report is written when the run has ended, which --no-wait does not see: `espalier show RUN --report` writes it then.';
    throw new EspalierError('request.invalid', message);
  }
  // Before hours of training, not after.
  refusePage(options);
  const comparison = await loadComparison(path, {
    architectures: listOf(options.architectures),
    variants: options.variant,
    seeds: wholeNumber('--seeds', options.seeds),
    baseline: options.baseline,
    sets: options.set,
    sample: options.sample,
    for: options.for,
    strict: options.strict,
  });
  return withClient(context, async (client) => {
    const submit = () => client.compare(comparison, { noCache: !options.cache, trigger: 'command' });
    if (!options.wait) return submitOnly(context, submit);
    const { report, exitCode } = await runToEnd(context, client, submit);
    await writePage(context.output, report, options);
    return exitCode;
  });
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
