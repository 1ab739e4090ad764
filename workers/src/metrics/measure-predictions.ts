/** Responsible for the figures of shards' predictions: brings them together in scratch files, to be measured beside the event loop. */
import { type EvaluateBody, kindOf, type PartRef } from '@espalier/domain';
import { clusterColumn, type PipelineSpec } from '@espalier/spec';
import { ofTask, readPredictions } from '../shards/predictions-file.js';
import type { ShardServices } from '../shards/shard-services.js';
import { HeldOutFiles } from './held-out-files.js';
import { measureEvaluationInThread } from './measure-in-thread.js';

/** @param parts in the order of the rows */
export async function measurePredictions(
  { services, signal }: { readonly services: ShardServices; readonly signal: AbortSignal },
  spec: Pick<PipelineSpec, 'tasks' | 'evaluation' | 'source'>,
  parts: readonly PartRef[],
): Promise<EvaluateBody> {
  const { store } = services;
  const tasks = spec.tasks.map(({ name }) => name);
  const column = clusterColumn(spec);
  return await services.inScratch(async (folder) => {
    const files = new HeldOutFiles(folder);
    const columns = spec.tasks.map((task) => ({
      task: task.name,
      kind: kindOf(task),
      labels: files.column('float32'),
      network: files.column('float32'),
      forest: files.column('float32'),
    }));
    const clusters = column === null ? null : files.clusters(column);
    for (const predictions of parts) {
      signal.throwIfAborted();
      const shard = readPredictions(await store.getBytes(predictions), tasks);
      for (const { task, labels, network, forest } of columns) {
        const found = ofTask(shard, task);
        labels.append(found.labels);
        network.append(found.network);
        forest.append(found.forest);
      }
      clusters?.append(shard.clusters);
    }
    const stored = columns.map(({ task, kind, labels, network, forest }) => {
      const ofColumns = { kind, labels: labels.stored, network: network.stored, forest: forest.stored };
      return [task, ofColumns] as const;
    });
    files.close();
    const input = { tasks: Object.fromEntries(stored), cluster: clusters?.stored ?? null };
    return measureEvaluationInThread({ folder, input }, signal);
  });
}
