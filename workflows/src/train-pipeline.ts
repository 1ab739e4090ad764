/** The run: one child workflow a stage, in order, with typed progress and cancellation. */
import { type ManifestRef, type StageName, stageNames } from '@espalier/domain';
import {
  CancellationScope,
  ChildWorkflowCancellationType,
  executeChild,
  isCancellation,
  log,
  ParentClosePolicy,
  patched,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { recorder } from './activities.js';
import type { StageInput, StageOutcome, TrainPipelineInput, TrainPipelineResult } from './contracts.js';
import { encodeShards } from './encode-shards.js';
import { evaluateNetwork } from './evaluate-network.js';
import { extractFeatures } from './extract-features.js';
import { describeFailure, detailsOfFailure } from './failures.js';
import { fitEncoder } from './fit-encoder.js';
import {
  cancelSignal,
  pipelineAttribute,
  progressQuery,
  stageAttribute,
  statusAttribute,
} from './messages.js';
import { initialProgress, runEnded, stageFailed, stageStarted, stageSucceeded } from './pipeline-progress.js';
import { inputsOf } from './pipeline-stages.js';
import { planSource } from './plan-source.js';
import { publishBundle } from './publish-bundle.js';
import { rethrow, type StageEnd } from './stage.js';
import { trainNetwork } from './train-network.js';

const stageWorkflows: Readonly<Record<StageName, (input: StageInput) => Promise<StageOutcome>>> = {
  plan: planSource,
  extract: extractFeatures,
  'fit-encoder': fitEncoder,
  encode: encodeShards,
  train: trainNetwork,
  evaluate: evaluateNetwork,
  publish: publishBundle,
};

export async function trainPipeline(input: TrainPipelineInput): Promise<TrainPipelineResult> {
  let progress = initialProgress(input.runId, input.pipeline);
  let cancelReason: string | null = null;
  const scope = new CancellationScope();
  setHandler(progressQuery, () => progress);
  setHandler(cancelSignal, (reason) => {
    cancelReason = reason;
    scope.cancel();
  });
  upsertSearchAttributes([
    { key: pipelineAttribute, value: input.pipeline },
    { key: statusAttribute, value: 'running' },
  ]);

  const manifests: Partial<Record<StageName, ManifestRef>> = {};
  const runStages = async (): Promise<void> => {
    for (const stage of stageNames) {
      const workflowId = `${workflowInfo().workflowId}/${stage}`;
      progress = stageStarted(progress, stage, workflowId, Date.now());
      upsertSearchAttributes([{ key: stageAttribute, value: stage }]);
      const outcome = await executeChild(stageWorkflows[stage], {
        workflowId,
        args: [{ ...input, stage, inputs: inputsOf(stage, manifests) }],
        // The stage ends its ranks and jobs before the run says that it is cancelled.
        cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      });
      manifests[stage] = outcome.manifest;
      progress = stageSucceeded(progress, stage, outcome, Date.now());
    }
  };

  const recordEnd = async (): Promise<void> => {
    // Runs of earlier versions recorded none.
    if (!patched('record-run-end')) return;
    const { memo, startTime } = workflowInfo();
    const changes = (memo?.changes as readonly string[] | undefined) ?? [];
    const end = { progress, manifests, changes, startedAtMs: startTime.getTime(), endedAtMs: Date.now() };
    await CancellationScope.nonCancellable(() => recorder.recordRunEnd(end)).catch((error: unknown) =>
      log.warn('how the run ended was not recorded', { error: describeFailure(error).message }),
    );
  };

  try {
    await scope.run(runStages);
  } catch (error) {
    const cancelled = isCancellation(error);
    const described = describeFailure(error);
    const status = cancelled ? 'cancelled' : 'failed';
    const cause =
      cancelled && cancelReason !== null
        ? { ...described, message: `The run was cancelled: ${cancelReason}` }
        : described;
    const end = detailsOfFailure(error) as StageEnd | null | undefined;
    if (end != null) progress = stageFailed(progress, end);
    progress = runEnded(progress, status, cause, Date.now());
    upsertSearchAttributes([{ key: statusAttribute, value: status }]);
    await recordEnd();
    if (cancelled) return { progress, manifests };
    rethrow(error, progress);
  }
  progress = runEnded(progress, 'succeeded', null, Date.now());
  upsertSearchAttributes([{ key: statusAttribute, value: 'succeeded' }]);
  await recordEnd();
  return { progress, manifests };
}
