/** Responsible for the bytes of a shard's predictions: labels, network, forest and clusters, column by column (Arrow IPC). */
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';

interface TaskPredictions {
  readonly labels: Float32Array;
  readonly network: Float32Array;
  readonly forest: Float32Array;
}

export interface Predictions {
  readonly tasks: Readonly<Record<string, TaskPredictions>>;
  /** By row; null where each stands for itself. */
  readonly clusters: BigUint64Array | null;
}

export function writePredictions({ tasks, clusters }: Predictions): Uint8Array {
  const columns: Record<string, Float32Array | BigUint64Array> = {};
  for (const [task, { labels, network, forest }] of Object.entries(tasks)) {
    columns[`label.${task}`] = labels;
    columns[`network.${task}`] = network;
    columns[`forest.${task}`] = forest;
  }
  if (clusters !== null) columns.cluster = clusters;
  return tableToIPC(tableFromArrays(columns), 'file');
}

export function readPredictions(bytes: Uint8Array, tasks: readonly string[]): Predictions {
  const table = tableFromIPC(bytes);
  const column = (name: string) => table.getChild(name)?.toArray() as unknown;
  const ofTasks = tasks.map((task): [string, TaskPredictions] => [
    task,
    {
      labels: column(`label.${task}`) as Float32Array,
      network: column(`network.${task}`) as Float32Array,
      forest: column(`forest.${task}`) as Float32Array,
    },
  ]);
  return {
    tasks: Object.fromEntries(ofTasks),
    clusters: (column('cluster') as BigUint64Array | undefined) ?? null,
  };
}

/** @throws RangeError where the shard has no such task */
export function ofTask({ tasks }: Predictions, task: string): Predictions['tasks'][string] {
  const columns = tasks[task];
  if (columns === undefined) throw new RangeError(`a shard of predictions lacks task ${task}`);
  return columns;
}
