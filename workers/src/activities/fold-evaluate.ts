/** Responsible for bringing all held-out predictions of a training together, to be measured. */
import type { ManifestRef } from '@espalier/domain';
import { clusterColumn } from '@espalier/spec';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { joined } from '../metrics/joined-columns.js';
import type { HeldOutPredictions } from '../metrics/measure-evaluation.js';
import { measureEvaluationInThread } from '../metrics/measure-in-thread.js';
import { clustersOf, ofTask, type Predictions, readPredictions } from '../shards/predictions-file.js';
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
  const parts = results.map(({ predictions }) => predictions);
  const column = clusterColumn(spec);
  const predictions = {
    tasks: Object.fromEntries(tasks.map((task) => [task, columnsOf(shards, task)])),
    cluster: column === null ? null : { column, ofRows: clustersOf(shards, column) },
  };
  const body = await measureEvaluationInThread(predictions, Context.current().cancellationSignal);
  return commitResult(services, ofStage(context, 'evaluate'), parts, body);
}

function columnsOf(shards: readonly Predictions[], task: string): HeldOutPredictions['tasks'][string] {
  const parts = shards.map((shard) => ofTask(shard, task));
  return {
    labels: joined(
      Float32Array,
      parts.map(({ labels }) => labels),
    ),
    network: joined(
      Float32Array,
      parts.map(({ network }) => network),
    ),
    forest: joined(
      Float32Array,
      parts.map(({ forest }) => forest),
    ),
  };
}
