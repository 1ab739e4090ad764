/** Responsible for the metrics of a training: brings all its held-out predictions together, in scratch files, to be measured. */
import { kindOf } from '@espalier/domain';
import { clusterColumn } from '@espalier/spec';
import { HeldOutFiles } from '../../metrics/held-out-files.js';
import { measureEvaluationInThread } from '../../metrics/measure-in-thread.js';
import { ofTask, readPredictions } from '../../shards/predictions-file.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';
import type { EvaluateResult } from './jobs.js';

export async function foldEvaluate(
  { services, context, signal }: FoldContext,
  ofShards: readonly unknown[],
): Promise<StageResult<'evaluate'>> {
  const results = ofShards as readonly EvaluateResult[];
  const { store } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  const tasks = spec.tasks.map(({ name }) => name);
  const column = clusterColumn(spec);
  const body = await services.inScratch(async (folder) => {
    const files = new HeldOutFiles(folder);
    const columns = spec.tasks.map((task) => ({
      task: task.name,
      kind: kindOf(task),
      labels: files.column('float32'),
      network: files.column('float32'),
      forest: files.column('float32'),
    }));
    const clusters = column === null ? null : files.clusters(column);
    for (const { predictions } of results) {
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
  return { parts: results.map(({ predictions }) => predictions), body };
}
