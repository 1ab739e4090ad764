/**
 * Responsible for one task of a comparison: brings all trainings' predictions of the same held-out rows together, in scratch files.
 * In memory at once: one shard's predictions.
 * Leaves to others: the figures (metrics/measure-comparison.ts).
 */
import { defaultTaskKind } from '@espalier/domain';
import type { StoredColumn } from '@espalier/metrics';
import { readManifest } from '@espalier/store';
import { HeldOutFiles } from '../../metrics/held-out-files.js';
import { measureComparisonInThread } from '../../metrics/measure-in-thread.js';
import { ofTask, type Predictions, readPredictions } from '../../shards/predictions-file.js';
import type { ShardServices } from '../../shards/shard-services.js';
import type { ComparePayload, CompareResult, TrainingToCompare } from './jobs.js';

type TaskPayload = Extract<ComparePayload, { kind: 'task' }>;

/** @throws RangeError where two trainings were measured on other rows: their encoder is one and the same, so that is a fault */
export async function compareTask(
  services: ShardServices,
  payload: TaskPayload,
  signal: AbortSignal,
): Promise<CompareResult> {
  const { task, taskKind = defaultTaskKind, tasks, trainings, baseline, cluster: column } = payload;
  const [first] = trainings;
  if (first === undefined) throw new RangeError('there is nothing to compare');
  return services.inScratch(async (folder) => {
    const files = new HeldOutFiles(folder);
    const labels = files.column('float32');
    const forest = files.column('float32');
    const clusters = column === null ? null : files.clusters(column);
    const variants: Record<string, StoredColumn[]> = {};
    for (const training of trainings) {
      const network = files.column('float32');
      for await (const shard of predictionsOf(services, training, tasks)) {
        signal.throwIfAborted();
        const found = ofTask(shard, task);
        if (training === first) {
          labels.append(found.labels);
          forest.append(found.forest);
          clusters?.append(shard.clusters);
        } else if (!areLabels(labels, network.length, found.labels)) {
          throw new RangeError(`${training.variant} was measured on other rows than ${first.variant}`);
        }
        network.append(found.network);
      }
      variants[training.variant] = [...(variants[training.variant] ?? []), network.stored];
    }
    files.close();
    const input = {
      kind: taskKind,
      ...{ labels: labels.stored, forest: forest.stored, cluster: clusters?.stored ?? null },
      ...{ variants, baseline },
    };
    const measured = await measureComparisonInThread({ folder, input }, signal);
    return { kind: 'task', task, ...measured };
  });
}

/** Whether these are the labels from a row on. */
function areLabels(
  labels: { readonly length: number; read(from: number, to: number): Float32Array },
  from: number,
  found: Float32Array,
): boolean {
  const to = from + found.length;
  if (to > labels.length) return false;
  const known = labels.read(from, to);
  return found.every((label, row) => label === known[row]);
}

async function* predictionsOf(
  { store }: ShardServices,
  { evaluate }: TrainingToCompare,
  tasks: readonly string[],
): AsyncGenerator<Predictions> {
  const { parts } = await readManifest(store, { ...evaluate, stage: 'evaluate' });
  for (const part of parts) yield readPredictions(await store.getBytes(part), tasks);
}
