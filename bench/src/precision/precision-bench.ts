/** `bench precision`: what 16-bit matrix products do to models, and to the time of their training, on made data sets and census. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BinaryComparison, BinaryMetrics, ComparisonReport, Spread } from '@espalier/domain';
import { loadComparison } from '@espalier/spec';
import { censusPipelinePath, inScratch } from '../census/census-example.js';
import { dataSets, pipelineOf } from '../generalise/data-sets.js';
import { writeDataSet } from '../generalise/make-data-set.js';
import { type BenchResult, type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { type BenchStack, withStack } from '../stack/bench-stack.js';

const setSeed = 1;
const seeds = 3;
const variants = ['float32:training.precision=float32', 'bfloat16:training.precision=bfloat16'];
/** What the network takes of the forests: its default, and that where matrix products are most of a step. */
const leavesOf = ['margins', 'embeddings'] as const;
/** As `generalise` has them for the network against the forest. */
const leastAuc = -0.0005;
const mostLogLoss = 1.001;

interface Comparison {
  readonly set: string;
  readonly report: ComparisonReport;
}

async function compare(
  { client }: BenchStack,
  { name, path, leaves }: { readonly name: string; readonly path: string; readonly leaves: string },
): Promise<Comparison> {
  const startedMs = performance.now();
  const set = leaves === 'margins' ? name : `${name}, ${leaves}`;
  const sets = [`model.leaves=${leaves}`];
  const options = { architectures: [], variants, seeds, baseline: 'float32', sets };
  const comparison = await loadComparison(path, options);
  const { runId } = await client.compare(comparison);
  const { status, error, compared } = await client.wait(runId);
  if (status !== 'succeeded' || compared === null) {
    throw new Error(`run ${runId} ${status}: ${error?.message ?? 'it compared nothing'}`);
  }
  say(`${set}: compared in ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  return { set, report: compared };
}

async function makeSets(folder: string): Promise<{ readonly name: string; readonly path: string }[]> {
  const made: { readonly name: string; readonly path: string }[] = [];
  for (const set of dataSets) {
    const setFolder = join(folder, set.name);
    await mkdir(setFolder);
    await writeDataSet({ name: set.name, rows: set.rows, seed: setSeed }, setFolder);
    const path = join(setFolder, 'pipeline.json');
    await writeFile(path, JSON.stringify(pipelineOf(set)));
    made.push({ name: set.name, path });
  }
  return [...made, { name: 'census', path: censusPipelinePath }];
}

/** @throws Error where a task has no AUC: the sets are made to have both classes */
function resultsOf({ set, report }: Comparison): BenchResult[] {
  const [, bfloat16] = report.variants;
  return Object.entries(bfloat16?.tasks ?? {}).flatMap(([task, { fromBaseline, withNetwork }]) => {
    const { auc, logLoss } = (fromBaseline ?? {}) as Partial<BinaryComparison>;
    const forest = report.forest[task]?.metrics as BinaryMetrics | undefined;
    if (auc == null || logLoss === undefined || forest === undefined)
      throw new Error(`${set}/${task} has no AUC`);
    const name = `${set}/${task} (${withNetwork} of ${seeds})`;
    const [low, high] = auc.ci ?? [auc.difference, auc.difference];
    const ratio = (change: number) => 1 + change / forest.logLoss;
    const [least, most] = logLoss.ci ?? [logLoss.difference, logLoss.difference];
    const ofLogLoss = { value: ratio(logLoss.difference), low: ratio(least), high: ratio(most), unit: 'x' };
    return [
      result(
        { case: `${name} auc`, value: auc.difference, low, high, unit: 'AUC' },
        { limit: leastAuc, better: 'higher' },
      ),
      result({ case: `${name} log-loss`, ...ofLogLoss }, { limit: mostLogLoss, better: 'lower' }),
    ];
  });
}

/** How much longer float32 trains than bfloat16, by seed, and the steps that either took. */
function baselinesOf({ set, report }: Comparison): Figure[] {
  const [float32, bfloat16] = report.variants;
  const perStep = (seconds: Spread | null | undefined, steps: Spread | undefined) =>
    (seconds?.values ?? []).map((each, seed) => (1000 * each) / (steps?.values[seed] ?? Number.NaN));
  const wide = perStep(float32?.trainingSeconds, float32?.steps);
  const narrow = perStep(bfloat16?.trainingSeconds, bfloat16?.steps);
  const ratios = wide.map((each, seed) => each / (narrow[seed] ?? Number.NaN));
  return [
    figure(`${set} float32`, wide, 'ms/step'),
    figure(`${set} bfloat16`, narrow, 'ms/step'),
    figure(`${set} float32/bfloat16`, ratios, 'x'),
  ];
}

export async function benchPrecision(): Promise<Measurement> {
  const compared = await inScratch((folder) =>
    withStack(async (stack) => {
      const comparisons: Comparison[] = [];
      const sets = await makeSets(folder);
      for (const leaves of leavesOf) {
        for (const set of sets) comparisons.push(await compare(stack, { ...set, leaves }));
      }
      return comparisons;
    }),
  );
  return {
    results: compared.flatMap(resultsOf),
    baselines: compared.flatMap(baselinesOf),
    notes: [
      `Made data sets (bench/generalise) and the census example, each compared with training.precision at float32 and at bfloat16, ${seeds} seeds each, over the forests' margins as by default and with model.leaves at embeddings, all else at its defaults.`,
      'auc, log-loss: what the bundles of bfloat16 score less (over) those of float32 on the same eval rows, means over seeds, with the 95 % interval of the paired difference, by member where rows have one.',
      `(n of ${seeds}): in how many trainings with bfloat16 the task got the network; in the others it kept its forest, which has no precision.`,
      'ms/step: of the training loop; on a processor without bfloat16 instructions both are the same products.',
    ],
  };
}
