/** Responsible for the bytes of a shard's predictions: labels, network, forest and clusters, column by column (Arrow IPC). */
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';

/** Of a model by itself. */
export interface TaskScores {
  readonly labels: Float32Array;
  readonly network: Float32Array;
}

interface TaskPredictions extends TaskScores {
  /** What the network is measured against. */
  readonly forest: Float32Array;
}

export interface Predictions<OfTask extends TaskScores = TaskPredictions> {
  readonly tasks: Readonly<Record<string, OfTask>>;
  /** By row; null where each stands for itself. */
  readonly clusters: BigUint64Array | null;
}

export function writePredictions({ tasks, clusters }: Predictions<TaskScores | TaskPredictions>): Uint8Array {
  const columns: Record<string, Float32Array | BigUint64Array> = {};
  for (const [task, of] of Object.entries(tasks)) {
    columns[`label.${task}`] = of.labels;
    columns[`network.${task}`] = of.network;
    if ('forest' in of) columns[`forest.${task}`] = of.forest;
  }
  if (clusters !== null) columns.cluster = clusters;
  return tableToIPC(tableFromArrays(columns), 'file');
}

/** `forest` is there where it was written. */
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
