/** Responsible for the metrics: all held-out predictions together, the network's beside the forest's. */
import type { EvaluateBody, ManifestRef } from '@espalier/domain';
import { binaryMetrics, clustersOf, compareModels } from '@espalier/metrics';
import { clusterColumn } from '@espalier/spec';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import { type Predictions, readPredictions } from '../shards/predictions-file.js';
import type { EvaluateResult } from '../shards/shard-contracts.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { commitResult, ofStage } from './commit-result.js';

export async function foldEvaluate(
  services: StageServices,
  context: StageContext,
  fanout: FanoutResult,
): Promise<ManifestRef> {
  const { store } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  const tasks = spec.tasks.map(({ name }) => name);
  const results = (await store.getVerifiedJson(fanout.results)) as EvaluateResult[];
  const shards = await Promise.all(
    results.map(async ({ predictions }) => readPredictions(await store.getBytes(predictions), tasks)),
  );
  const rows = results.reduce((sum, result) => sum + result.rows, 0);
  const parts = results.map(({ predictions }) => predictions);
  const body = measure(shards, tasks, rows, clusterColumn(spec));
  return commitResult(services, ofStage(context, 'evaluate'), parts, body);
}

function measure(
  shards: readonly Predictions[],
  tasks: readonly string[],
  rows: number,
  column: string | null,
): EvaluateBody {
  const clusters = column === null ? null : clustersOf(joinClusters(shards, rows, column));
  const measured = tasks.map((task) => {
    const { labels, network, forest } = joinTask(shards, task, rows);
    return {
      task,
      metrics: binaryMetrics({ labels, probabilities: network, clusters }),
      forest: binaryMetrics({ labels, probabilities: forest, clusters }),
      comparison: compareModels({ labels, challenger: network, baseline: forest, clusters }),
    };
  });
  return {
    metrics: Object.fromEntries(measured.map(({ task, metrics }) => [task, metrics])),
    forest: Object.fromEntries(measured.map(({ task, forest }) => [task, forest])),
    comparison: Object.fromEntries(measured.map(({ task, comparison }) => [task, comparison])),
    cluster: column === null || clusters === null ? null : { column, clusters: clusters.count },
  };
}

function joinTask(shards: readonly Predictions[], task: string, rows: number) {
  const labels = new Uint8Array(rows);
  const network = new Float32Array(rows);
  const forest = new Float32Array(rows);
  let row = 0;
  for (const { tasks } of shards) {
    const part = tasks[task];
    if (part === undefined) continue;
    labels.set(part.labels, row);
    network.set(part.network, row);
    forest.set(part.forest, row);
    row += part.labels.length;
  }
  return { labels, network, forest };
}

function joinClusters(shards: readonly Predictions[], rows: number, column: string): BigUint64Array {
  const joined = new BigUint64Array(rows);
  let row = 0;
  for (const { clusters } of shards) {
    if (clusters === null) throw new RangeError(`a shard of predictions lacks the clusters by ${column}`);
    joined.set(clusters, row);
    row += clusters.length;
  }
  return joined;
}
