/**
 * Responsible for what the folds of `bench fold` work from, in a store: shards of predictions and of statistics, as stages leave them,
 * and the jobs that fold them.
 * Leaves to others: doing these (fold-main.ts).
 */
import type { Digest, FeatureColumn, ManifestRef, PartRef, PlanBody, StageName } from '@espalier/domain';
import type { ShardJob } from '@espalier/fanout';
import type { ShardStatistics } from '@espalier/features';
import { pipelineSchema } from '@espalier/spec';
import { commitStage, mapBounded, openStage, type Store, writePart } from '@espalier/store';
import { writePredictions } from '@espalier/workers/predictions-file';
import { randomNumbers } from '../step/random-numbers.js';

export interface Sizes {
  readonly predictions: number;
  readonly clusters: number;
  readonly shards: number;
  readonly columns: number;
}

const rowsOfShard = 500_000;
const uploadsAtOnce = 8;
const key: Digest = `sha256:${'0'.repeat(64)}`;
const task = 'click';
const clusterColumn = 'member';
/** One column in so many is categorical, of so many values. */
const categorical = { oneIn: 50, values: 100 } as const;

const spec = pipelineSchema.parse({
  name: 'folded',
  source: { train: { uri: 'log.parquet' }, split: { by: clusterColumn, eval: 0.2 } },
  tasks: [{ name: task, group: 'passive', label: 'clicked' }],
  evaluation: { cluster: clusterColumn },
});

function jobOf(stage: StageName, kind: ShardJob['kind'], payload: unknown): ShardJob {
  return { runId: 'folded', stage, attempt: 1, shard: 0, kind, rows: 0, payload };
}

async function foldJob(
  store: Store,
  stage: StageName,
  inputs: Readonly<Record<string, ManifestRef>>,
  results: readonly unknown[],
): Promise<ShardJob> {
  const stored = await store.putJson('runs/folded/spec.json', { spec, baseDir: '/' });
  const run = { runId: 'folded', pipeline: 'folded', spec: stored, useCache: false };
  const context = { ...run, stage, inputs, key, token: 1 };
  const bytes = new TextEncoder().encode(JSON.stringify(results));
  return jobOf(stage, 'fold', { context, results: await store.putContent(bytes) });
}

/** Jobs that measure one training, and compare two, on rows of clusters, a tenth of them positive. */
export async function predictionJobs(
  store: Store,
  { predictions, clusters }: Sizes,
): Promise<Readonly<Record<'evaluate' | 'compare', ShardJob>>> {
  const random = randomNumbers(7);
  const parts: PartRef[] = [];
  for (let from = 0; from < predictions; from += rowsOfShard) {
    const rows = Math.min(rowsOfShard, predictions - from);
    const labels = Float32Array.from({ length: rows }, () => (random() < 0.1 ? 1 : 0));
    const scores = () => labels.map((label) => 1 / (1 + Math.exp(3 - 2 * random() - 1.5 * label * random())));
    const ofRows = BigUint64Array.from({ length: rows }, () => {
      const cluster = BigInt(Math.floor(random() * clusters));
      return BigInt.asUintN(64, cluster * 0x9e37_79b9_7f4a_7c15n);
    });
    const tasks = { [task]: { labels, network: scores(), forest: scores() } };
    const name = `shard-${String(parts.length).padStart(5, '0')}.arrow`;
    parts.push(await writePart(store, name, writePredictions({ tasks, clusters: ofRows })));
  }
  const results = parts.map((part, index) => ({ index, rows: rowsOfShard, predictions: part }));
  const attempt = await openStage(store, { runId: 'folded', stage: 'evaluate', token: 1 });
  const evaluate = await commitStage(store, attempt, { key, parts, body: {} });
  const trainings = ['towers', 'separate'].map((variant) => ({
    variant,
    seed: 0,
    train: evaluate,
    evaluate,
  }));
  const compared = {
    kind: 'task',
    task,
    tasks: [task],
    baseline: 'towers',
    trainings,
    cluster: clusterColumn,
  };
  return {
    evaluate: await foldJob(store, 'evaluate', {}, results),
    compare: jobOf('compare', 'compare', compared),
  };
}

/** A job that folds the statistics of all shards. */
export async function statisticsJob(store: Store, { shards, columns }: Sizes): Promise<ShardJob> {
  const features = Array.from({ length: columns }, (_, column): FeatureColumn => {
    const name = `column_${column}`;
    return { name, kind: column % categorical.oneIn === 0 ? 'categorical' : 'numeric', sql: `"${name}"` };
  });
  const rowsPart = await uploadFeatures(store);
  const results = await mapBounded(
    Array.from({ length: shards }, (_, shard) => shard),
    uploadsAtOnce,
    async (shard) => {
      const statistics = new TextEncoder().encode(JSON.stringify(statisticsOf(shard, features)));
      const name = `train/shard-${String(shard).padStart(5, '0')}.statistics.json`;
      const part = await writePart(store, name, statistics);
      const split = shard % 5 === 4 ? 'eval' : 'train';
      return { splits: [{ split, rows: 10_000, features: rowsPart, statistics: part }] };
    },
  );
  const body: PlanBody = {
    ...{ shards: [], features, columns: [], splitRules: [], sourceDigest: key, warnings: [], notes: [] },
  };
  const attempt = await openStage(store, { runId: 'folded', stage: 'plan', token: 1 });
  const plan = await commitStage(store, attempt, { key, parts: [], body });
  return foldJob(store, 'extract', { plan }, results);
}

/** The fold names the shards' features, and does not read them. */
function uploadFeatures(store: Store): Promise<PartRef> {
  return writePart(store, 'train/shard.parquet', new TextEncoder().encode('rows'));
}

function statisticsOf(shard: number, features: readonly FeatureColumn[]): ShardStatistics {
  const random = randomNumbers(shard + 1);
  const rows = 10_000;
  const ofKind = (kind: FeatureColumn['kind']) => features.filter((feature) => feature.kind === kind);
  const numbers = ofKind('numeric').map(({ name }) => {
    const nulls = Math.floor(random() * 100);
    const moments = { count: rows - nulls, nulls, mean: random(), m2: rows * random() };
    return [name, { ...moments, min: -random(), max: 1 + random() }] as const;
  });
  const counts = () =>
    Array.from({ length: categorical.values }, (_, value) => [`value ${value}`, rows / 100] as const);
  const isTaught = shard % 5 !== 4;
  const categories = ofKind('categorical').map(({ name }) => [name, { nulls: 0, counts: counts() }] as const);
  return {
    shard,
    split: isTaught ? 'train' : 'eval',
    rows,
    numeric: Object.fromEntries(numbers),
    categorical: isTaught ? Object.fromEntries(categories) : {},
    positives: { [task]: 1_000 + (shard % 7) },
    folds: Array.from({ length: 5 }, () => ({ rows: rows / 5, positives: { [task]: 200 } })),
    clusteredRows: rows,
  };
}
