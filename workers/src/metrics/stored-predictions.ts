/** Responsible for all shards' predictions as columns in a scratch folder, for as long as they are measured. Leaves to others: measuring them. */
import { kindOf, type PartRef } from '@espalier/domain';
import type { StoredColumn } from '@espalier/metrics';
import { clusterColumn, type PipelineSpec } from '@espalier/spec';
import { ofTask, readPredictions } from '../shards/predictions-file.js';
import type { ShardServices } from '../shards/shard-services.js';
import { HeldOutFiles } from './held-out-files.js';
import type { HeldOut, HeldOutColumn } from './measure-evaluation.js';

/**
 * @param parts in the order of the rows
 * @param names of the columns that are measured
 */
export async function withHeldOut<Name extends HeldOutColumn, T>(
  { services, signal }: { readonly services: ShardServices; readonly signal: AbortSignal },
  spec: Pick<PipelineSpec, 'tasks' | 'evaluation' | 'source'>,
  parts: readonly PartRef[],
  names: readonly Name[],
  use: (folder: string, input: HeldOut<Name>) => Promise<T>,
): Promise<T> {
  const { store } = services;
  const tasks = spec.tasks.map(({ name }) => name);
  const column = clusterColumn(spec);
  return await services.inScratch(async (folder) => {
    const files = new HeldOutFiles(folder);
    const columns = spec.tasks.map((task) => ({
      task: task.name,
      kind: kindOf(task),
      ofTask: names.map((name) => [name, files.column('float32')] as const),
    }));
    const clusters = column === null ? null : files.clusters(column);
    for (const predictions of parts) {
      signal.throwIfAborted();
      const shard = readPredictions(await store.getBytes(predictions), tasks);
      for (const { task, ofTask: own } of columns) {
        const found = ofTask(shard, task);
        for (const [name, file] of own) file.append(found[name]);
      }
      clusters?.append(shard.clusters);
    }
    const stored = columns.map(({ task, kind, ofTask: own }) => {
      const written = Object.fromEntries(own.map(([name, file]) => [name, file.stored]));
      return [task, { kind, ...(written as Record<Name, StoredColumn>) }] as const;
    });
    files.close();
    return use(folder, { tasks: Object.fromEntries(stored), cluster: clusters?.stored ?? null });
  });
}
