/** Responsible for one evaluation job: the exported network's predictions on a held-out shard, and the forest's. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeafMap } from '@espalier/domain';
import {
  clusterOf,
  denseOf,
  floatColumn,
  forestPredictions,
  leavesOf,
  readTrainingShard,
  scoreNetwork,
  shardColumns,
} from '@espalier/ranker';
import { writePart } from '@espalier/store';
import { type Predictions, writePredictions } from '../../shards/predictions-file.js';
import type { ShardServices } from '../../shards/shard-services.js';
import { readJsonOnce } from '../read-once.js';
import type { EvaluatePayload, EvaluateResult } from './jobs.js';

export async function evaluateShard(
  services: ShardServices,
  { index, encoded, leafMap: leafMapRef, network, tasks }: EvaluatePayload,
): Promise<EvaluateResult> {
  const { store } = services;
  const leafMap = (await readJsonOnce(store, leafMapRef)) as LeafMap;
  const shard = readTrainingShard(await store.getBytes(encoded));
  const { rows } = shard;
  const leaves = leavesOf(shard);
  const byNetwork = await services.inScratch(async (folder) => {
    const savedModelDir = join(folder, 'saved_model');
    await mkdir(savedModelDir);
    await store.getToFile(network, join(savedModelDir, 'saved_model.pb'));
    return scoreNetwork(await services.tensorflow(), savedModelDir, leafMap, {
      leaves,
      dense: denseOf(shard),
    });
  });
  const byForest = forestPredictions(leafMap, leaves, rows);
  const ofTasks = tasks.map((task) => {
    const labels = floatColumn(shard, shardColumns.label(task).name);
    return [task, { labels, network: columnOf(byNetwork, task), forest: columnOf(byForest, task) }] as const;
  });
  const predictions: Predictions = {
    tasks: Object.fromEntries(ofTasks),
    clusters: clusterOf(shard),
  };
  const name = `shard-${String(index).padStart(5, '0')}.arrow`;
  const part = await writePart(store, name, writePredictions(predictions));
  return { index, rows, predictions: part };
}

function columnOf<Column>(columns: Readonly<Record<string, Column>>, task: string): Column {
  const column = columns[task];
  if (column === undefined) throw new RangeError(`there is no column for task ${task}`);
  return column;
}
