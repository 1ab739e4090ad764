/** The run: one child workflow for each instance of its graph, side by side where they can, with typed progress and cancellation. */
import type { ManifestRef, StageInstance } from '@espalier/domain';
import {
  CancellationScope,
  CancelledFailure,
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
import type { GraphRun, RunResult, RunRetry, StageInput, StageOutcome } from './contracts.js';
import { describeFailure, detailsOfFailure } from './failures.js';
import { madeAnew } from './made-anew.js';
import {
  cancelSignal,
  pipelineAttribute,
  progressQuery,
  type StageAttempts,
  stageAttribute,
  statusAttribute,
} from './messages.js';
import { initialProgress, runEnded, stageFailed, stageStarted, stageSucceeded } from './pipeline-progress.js';
import { hasTurnQuery } from './pipelines/pipeline-messages.js';
import { leaveTurn, takeTurn } from './pipelines/take-turn.js';
import { rethrow } from './stage-instance.js';
import { walkGraph } from './walk-graph.js';

/** The workflow that an instance's stage runs as. */
type StageWorkflow = (input: StageInput) => Promise<StageOutcome>;

export async function walkRun(
  { graph, variants, concurrency, retry, ...input }: GraphRun,
  workflowOf: (instance: StageInstance) => string,
): Promise<RunResult> {
  let progress = initialProgress(input.runId, input.pipeline, graph);
  if (retry !== undefined) progress = { ...progress, retryOf: { runId: retry.runId, from: retry.from } };
  const anew = retry === undefined ? new Set<string>() : madeAnew(graph, retry.from);
  let cancelReason: string | null = null;
  const manifests: Record<string, ManifestRef> = {};
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

  const runInstance = async (
    instance: StageInstance,
    inputs: Readonly<Record<string, ManifestRef>>,
  ): Promise<ManifestRef | null> => {
    const { id, stage, params, mayFail } = instance;
    // What it reads may have ended well although it was told to stop. Runs of earlier versions showed it as begun.
    if (CancellationScope.current().consideredCancelled && patched('none-begins-after-cancel')) {
      throw new CancelledFailure(`instance ${id} was not begun`);
    }
    const workflowId = `${workflowInfo().workflowId}/${id}`;
    progress = stageStarted(progress, id, workflowId, Date.now());
    upsertSearchAttributes([{ key: stageAttribute, value: id }]);
    const spec = params.variant === undefined ? input.spec : variants[params.variant];
    if (spec === undefined)
      throw new RangeError(`instance ${id} is of variant ${params.variant}, which there is not`);
    try {
      const outcome = await executeChild<StageWorkflow>(workflowOf(instance), {
        workflowId,
        args: [
          {
            ...input,
            spec,
            stage,
            instance: id,
            params,
            inputs,
            resolvesInTask: true,
            ...(retry && ofRetry(retry, instance, anew)),
          },
        ],
        // The stage ends its ranks and jobs before the run says that it is cancelled.
        cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      });
      progress = stageSucceeded(progress, id, outcome, Date.now());
      manifests[id] = outcome.manifest;
      return outcome.manifest;
    } catch (error) {
      if (isCancellation(error)) throw error;
      const attempts = detailsOfFailure(error) as StageAttempts | null;
      if (mayFail === undefined) {
        progress = stageFailed(progress, id, attempts, Date.now());
        throw error;
      }
      // The run's own error tells nothing of it.
      const described = describeFailure(error);
      const attempt = attempts?.attempt ?? 1;
      const lastFailure = { attempt, error: described };
      progress = stageFailed(progress, id, { attempt, lastFailure }, Date.now());
      log.warn('a stage failed that the run goes on without', {
        line: { stage: id, cause: described.message },
      });
      return null;
    }
  };

  let hasTurn = false;
  setHandler(hasTurnQuery, () => hasTurn);
  const turn = concurrency && { pipeline: input.pipeline, runId: input.runId, concurrency };

  /** Of a registered pipeline's run: it begins when it is its turn. */
  const waitForTurn = async (): Promise<void> => {
    if (turn === undefined) return;
    const before = progress;
    const onWait = (waitingFor: readonly string[]) => {
      progress = { ...before, waitingFor };
      upsertSearchAttributes([{ key: stageAttribute, value: 'queue' }]);
    };
    const skippedFor = await takeTurn(turn, onWait).finally(() => {
      progress = before;
    });
    if (skippedFor === null) {
      hasTurn = true;
      return;
    }
    cancelReason = `${skippedFor.join(', ')} is under way, and \`runs.concurrency\` of ${input.pipeline} is skip`;
    throw new CancelledFailure('skipped');
  };

  const recordEnd = async (): Promise<void> => {
    // Runs of earlier versions recorded none.
    if (!patched('record-run-end')) return;
    // The next one need not wait until this end is written down.
    hasTurn = false;
    if (turn !== undefined) await leaveTurn(turn);
    const { memo, startTime } = workflowInfo();
    const changes = (memo?.changes as readonly string[] | undefined) ?? [];
    const end = { progress, manifests, changes, startedAtMs: startTime.getTime(), endedAtMs: Date.now() };
    await CancellationScope.nonCancellable(() => recorder.recordRunEnd(end)).catch((error: unknown) =>
      log.warn('how the run ended was not recorded', { error: describeFailure(error).message }),
    );
  };

  try {
    await scope.run(async () => {
      await waitForTurn();
      await walkGraph(graph, runInstance, () => scope.cancel());
    });
  } catch (error) {
    const cancelled = isCancellation(error);
    const described = describeFailure(error);
    const status = cancelled ? 'cancelled' : 'failed';
    const cause =
      cancelled && cancelReason !== null
        ? { ...described, message: `The run was cancelled: ${cancelReason}` }
        : described;
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

/** What an instance of a retry is told besides. */
function ofRetry(
  { from, plan }: RunRetry,
  { id, stage }: StageInstance,
  anew: ReadonlySet<string>,
): Partial<StageInput> {
  if (anew.has(id)) return { useCache: false, anewFrom: from };
  return stage === 'plan' && plan !== null ? { keptPlan: plan } : {};
}

/** A run of any graph. @throws ApplicationFailure with the code of the instance that failed first; its details are the progress */
export async function runGraph(run: GraphRun): Promise<RunResult> {
  return walkRun(run, () => 'stageInstance');
}
