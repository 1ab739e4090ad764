/** Responsible for the bytes of a shard's predictions: labels, network and forest, column by column (Arrow IPC). */
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';

interface TaskPredictions {
  readonly labels: Uint8Array;
  readonly network: Float32Array;
  readonly forest: Float32Array;
}

export type Predictions = Readonly<Record<string, TaskPredictions>>;

export function writePredictions(predictions: Predictions): Uint8Array {
  const columns: Record<string, Uint8Array | Float32Array> = {};
  for (const [task, { labels, network, forest }] of Object.entries(predictions)) {
    columns[`label.${task}`] = labels;
    columns[`network.${task}`] = network;
    columns[`forest.${task}`] = forest;
  }
  return tableToIPC(tableFromArrays(columns), 'file');
}

export function readPredictions(bytes: Uint8Array, tasks: readonly string[]): Predictions {
  const table = tableFromIPC(bytes);
  const column = (name: string) => table.getChild(name)?.toArray() as unknown;
  return Object.fromEntries(
    tasks.map((task) => [
      task,
      {
        labels: column(`label.${task}`) as Uint8Array,
        network: column(`network.${task}`) as Float32Array,
        forest: column(`forest.${task}`) as Float32Array,
      },
    ]),
  );
}
