/** Responsible for the metrics: all held-out predictions together, the network's beside the forest's. */
import type { BinaryMetrics, ManifestRef } from '@espalier/domain';
import { binaryMetrics } from '@espalier/ranker';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import { readPredictions } from '../shards/predictions-file.js';
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
  const metrics: Record<string, BinaryMetrics> = {};
  const forest: Record<string, BinaryMetrics> = {};
  for (const task of tasks) {
    const labels = new Uint8Array(rows);
    const byNetwork = new Float32Array(rows);
    const byForest = new Float32Array(rows);
    let offset = 0;
    for (const shard of shards) {
      const part = shard[task];
      if (part === undefined) continue;
      labels.set(part.labels, offset);
      byNetwork.set(part.network, offset);
      byForest.set(part.forest, offset);
      offset += part.labels.length;
    }
    metrics[task] = binaryMetrics({ task, labels, probabilities: byNetwork });
    forest[task] = binaryMetrics({ task, labels, probabilities: byForest });
  }
  const parts = results.map(({ predictions }) => predictions);
  return commitResult(services, ofStage(context, 'evaluate'), parts, { metrics, forest });
}
