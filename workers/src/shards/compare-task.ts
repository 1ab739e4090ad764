/**
 * Responsible for one task of a comparison: all trainings' predictions of the same held-out rows, each variant's beside the baseline's.
 * In memory at once: the task's labels, clusters and forest, and one float32 a row and training.
 */
import type { ForestTask, ModelComparison, Spread, VariantTask } from '@espalier/domain';
import {
  binaryMetrics,
  calibrationCurve,
  clustersOf,
  compareTrainings,
  type RowClusters,
  rocCurve,
} from '@espalier/metrics';
import { readManifest, type Store } from '@espalier/store';
import { type Predictions, readPredictions } from './predictions-file.js';
import type { ComparePayload, CompareResult, TrainingToCompare } from './shard-contracts.js';
import { spreadOf } from './spread.js';

type TaskPayload = Extract<ComparePayload, { kind: 'task' }>;

interface HeldOutRows {
  readonly labels: Uint8Array;
  readonly forest: Float32Array;
  readonly clusters: RowClusters | null;
}

/** @throws RangeError where two trainings were measured on other rows: their encoder is one and the same, so that is a fault */
export async function compareTask(store: Store, payload: TaskPayload): Promise<CompareResult> {
  const { task, tasks, trainings, baseline, cluster } = payload;
  let rows: HeldOutRows | null = null;
  const byVariant = new Map<string, Float32Array[]>();
  for (const training of trainings) {
    const shards = await predictionsOf(store, training, tasks);
    rows ??= heldOutRows(shards, task, cluster);
    if (!sameLabels(rows.labels, shards, task)) {
      throw new RangeError(`${training.variant} was measured on other rows than ${trainings[0]?.variant}`);
    }
    const network = joined(
      Float32Array,
      shards.map(({ tasks: of }) => of[task]?.network ?? new Float32Array()),
    );
    byVariant.set(training.variant, [...(byVariant.get(training.variant) ?? []), network]);
  }
  const baselines = byVariant.get(baseline);
  if (rows === null || baselines === undefined) throw new RangeError(`there is no training of ${baseline}`);
  const held = rows;
  const against = (challengers: readonly Float32Array[], others: readonly Float32Array[]): ModelComparison =>
    compareTrainings({ labels: held.labels, clusters: held.clusters, challengers, baselines: others });
  const variants = [...byVariant].map(([name, networks]) => {
    const fromBaseline = name === baseline ? null : against(networks, baselines);
    const fromForest = against(networks, [held.forest]);
    return [name, { ...figuresOf(held, networks), fromBaseline, fromForest }] as const;
  });
  return {
    kind: 'task',
    task,
    rows: held.labels.length,
    positives: held.labels.reduce((sum, label) => sum + label, 0),
    cluster:
      cluster === null || held.clusters === null ? null : { column: cluster, clusters: held.clusters.count },
    variants: Object.fromEntries(variants),
    forest: forestOf(held, against([held.forest], baselines)),
  };
}

async function predictionsOf(
  store: Store,
  { evaluate }: TrainingToCompare,
  tasks: readonly string[],
): Promise<Predictions[]> {
  const { parts } = await readManifest(store, { ...evaluate, stage: 'evaluate' });
  const shards: Predictions[] = [];
  for (const part of parts) shards.push(readPredictions(await store.getBytes(part), tasks));
  return shards;
}

function heldOutRows(shards: readonly Predictions[], task: string, cluster: string | null): HeldOutRows {
  const labels = joined(
    Uint8Array,
    shards.map(({ tasks }) => tasks[task]?.labels ?? new Uint8Array()),
  );
  const forest = joined(
    Float32Array,
    shards.map(({ tasks }) => tasks[task]?.forest ?? new Float32Array()),
  );
  const groups = shards.map(({ clusters }) => clusters ?? new BigUint64Array());
  const clusters = cluster === null ? null : clustersOf(joined(BigUint64Array, groups));
  return { labels, forest, clusters };
}

function sameLabels(labels: Uint8Array, shards: readonly Predictions[], task: string): boolean {
  const others = joined(
    Uint8Array,
    shards.map(({ tasks }) => tasks[task]?.labels ?? new Uint8Array()),
  );
  return Buffer.from(labels.buffer).equals(Buffer.from(others.buffer));
}

interface Joinable<Column> {
  readonly length: number;
  set(part: Column, offset: number): void;
}

function joined<Column extends Joinable<Column>>(
  kind: new (length: number) => Column,
  parts: readonly Column[],
): Column {
  const whole = new kind(parts.reduce((sum, { length }) => sum + length, 0));
  let row = 0;
  for (const part of parts) {
    whole.set(part, row);
    row += part.length;
  }
  return whole;
}

type Figures = Pick<
  VariantTask,
  'auc' | 'logLoss' | 'normalizedEntropy' | 'observedOverExpected' | 'roc' | 'calibration'
>;

function figuresOf({ labels, clusters }: HeldOutRows, networks: readonly Float32Array[]): Figures {
  const metrics = networks.map((probabilities) => binaryMetrics({ labels, probabilities, clusters }));
  const first = networks[0] ?? new Float32Array();
  const known = (values: readonly (number | null)[]): Spread | null => {
    const numbers = values.filter((value) => value !== null);
    return numbers.length === values.length ? spreadOf(numbers) : null;
  };
  return {
    auc: known(metrics.map(({ auc }) => auc)),
    logLoss: spreadOf(metrics.map(({ logLoss }) => logLoss)),
    normalizedEntropy: known(metrics.map(({ normalizedEntropy }) => normalizedEntropy)),
    observedOverExpected: spreadOf(metrics.map(({ observedOverExpected }) => observedOverExpected)),
    roc: rocCurve(labels, first),
    calibration: calibrationCurve(labels, first),
  };
}

function forestOf({ labels, forest, clusters }: HeldOutRows, fromBaseline: ModelComparison): ForestTask {
  return {
    metrics: binaryMetrics({ labels, probabilities: forest, clusters }),
    fromBaseline,
    roc: rocCurve(labels, forest),
    calibration: calibrationCurve(labels, forest),
  };
}
