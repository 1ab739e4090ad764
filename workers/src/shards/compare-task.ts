/**
 * Responsible for one task of a comparison: brings all trainings' predictions of the same held-out rows together.
 * In memory at once: the task's labels, clusters and forest, and one float32 a row and training.
 * Leaves to others: the figures (metrics/measure-comparison.ts).
 */
import { readManifest, type Store } from '@espalier/store';
import { joined } from '../metrics/joined-columns.js';
import { measureComparisonInThread } from '../metrics/measure-in-thread.js';
import { clustersOf, ofTask, type Predictions, readPredictions } from './predictions-file.js';
import type { ComparePayload, CompareResult, TrainingToCompare } from './shard-contracts.js';

type TaskPayload = Extract<ComparePayload, { kind: 'task' }>;

/** @throws RangeError where two trainings were measured on other rows: their encoder is one and the same, so that is a fault */
export async function compareTask(
  store: Store,
  payload: TaskPayload,
  signal: AbortSignal,
): Promise<CompareResult> {
  const { task, tasks, trainings, baseline, cluster: column } = payload;
  const variants: Record<string, Float32Array[]> = {};
  let held: Omit<Parameters<typeof measureComparisonInThread>[0], 'variants' | 'baseline'> | null = null;
  for (const training of trainings) {
    signal.throwIfAborted();
    const shards = await predictionsOf(store, training, tasks);
    const labels = joined(
      Float32Array,
      shards.map((shard) => ofTask(shard, task).labels),
    );
    if (held === null) {
      const forest = joined(
        Float32Array,
        shards.map((shard) => ofTask(shard, task).forest),
      );
      held = {
        labels,
        forest,
        cluster: column === null ? null : { column, ofRows: clustersOf(shards, column) },
      };
    } else if (!Buffer.from(held.labels.buffer).equals(Buffer.from(labels.buffer))) {
      throw new RangeError(`${training.variant} was measured on other rows than ${trainings[0]?.variant}`);
    }
    const network = joined(
      Float32Array,
      shards.map((shard) => ofTask(shard, task).network),
    );
    variants[training.variant] = [...(variants[training.variant] ?? []), network];
  }
  if (held === null) throw new RangeError('there is nothing to compare');
  const measured = await measureComparisonInThread({ ...held, variants, baseline }, signal);
  return { kind: 'task', task, ...measured };
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
