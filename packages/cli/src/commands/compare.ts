/**
 * Responsible for `espalier compare SPEC`: variants of a pipeline, trained beside each other, and what lies between them.
 * Leaves to others: which variants there are (spec), the run itself (workflows), the page (comparison-page.ts).
 */
import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { loadComparison } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import type { ExitCode } from '../exit-codes.js';
import { wholeNumber } from '../whole-number.js';
import { runToEnd, submitOnly } from './run-to-end.js';
import { withClient } from './with-client.js';

export interface CompareOptions {
  readonly architectures?: string;
  readonly variant: readonly string[];
  readonly seeds: string;
  readonly baseline?: string;
  readonly report?: string;
  readonly force?: boolean;
  /** Commander's forms of --no-wait and --no-cache. */
  readonly wait: boolean;
  readonly cache: boolean;
  readonly strict?: boolean;
  readonly sample?: string;
  readonly set: readonly string[];
}

export async function execute(
  context: CommandContext,
  path: string,
  options: CompareOptions,
): Promise<ExitCode> {
  const { report: page } = options;
  refusePage(options);
  const comparison = await loadComparison(path, {
    architectures: listOf(options.architectures),
    variants: options.variant,
    seeds: wholeNumber('--seeds', options.seeds),
    baseline: options.baseline,
    sets: options.set,
    sample: options.sample,
    strict: options.strict,
  });
  return withClient(context, async (client) => {
    const submit = () => client.compare(comparison, { noCache: !options.cache });
    if (!options.wait) return submitOnly(context, submit);
    const { report, exitCode } = await runToEnd(context, client, submit);
    if (page !== undefined && report.compared !== null) {
      const { comparisonPage } = await import('../render/comparison-page.js');
      await writeFile(page, await comparisonPage(report), { flag: options.force ? 'w' : 'wx' });
      context.output.note(`Wrote ${page}`);
    }
    return exitCode;
  });
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Before hours of training, not after. */
function refusePage({ report, force, wait }: CompareOptions): void {
  if (report === undefined) return;
  if (!wait) {
    const message = '--report is written when the run has ended, which --no-wait does not see.';
    throw new EspalierError('request.invalid', message);
  }
  const there = statSync(report, { throwIfNoEntry: false });
  const folder = dirname(resolve(report));
  if (report === '' || there?.isDirectory() || !existsSync(folder)) {
    const reason =
      report === '' || there?.isDirectory()
        ? 'is not the name of a file'
        : `lies in ${folder}, which does not exist`;
    throw new EspalierError('request.invalid', `--report: ${JSON.stringify(report)} ${reason}.`);
  }
  if (there !== undefined && !force) {
    throw new EspalierError('request.invalid', `${report} exists: --force writes over it.`);
  }
}
