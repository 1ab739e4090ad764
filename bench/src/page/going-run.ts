/**
 * Responsible for the large run that `bench page` looks at while it goes on: ten thousand shards of which ever more are done, as an activity
 * reports them to Temporal, and a hundred thousand points of learning curves in the log that the server reads.
 * Leaves to others: Temporal's tasks (answer-for-runs.ts).
 */
import { setMaxListeners } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ActivityProgress, instanceIdOf, measuredMessage, type RunProgress } from '@espalier/domain';
import { type GraphRun, initialProgress, pipelineAttribute } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { pastRunsQueue } from '../api/end-at-once.js';
import { type Answers, answerForRuns, payload, polling } from './answer-for-runs.js';

export const goingShards = 10_000;
export const curveTasks = 10;
export const curveSteps = 10_000;
const prefix = 'large-';
const goingStage = 'evaluate';
const activityName = 'bench-shards';
const reportedEveryMs = 200;
const doneOfReport = 7;
const minuteMs = 60_000;
const secondsBetweenSteps = 0.1;
const infoLevel = 30;

export interface GoingRun extends AsyncDisposable {
  readonly runId: string;
}

/** @param like a run that has ended, whose input it gets */
export async function startGoingRun(temporal: Client, homeDir: string, like: string): Promise<GoingRun> {
  const { events } = await temporal.workflow.getHandle(like).fetchHistory();
  const [input] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  if (input == null) throw new Error(`nothing tells what ${like} was started with`);
  const startedAtMs = Math.floor((Date.now() - 30 * minuteMs) / 1000) * 1000;
  const stamp = new Date(startedAtMs)
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .replace('T', '-');
  const runId = `${prefix}${stamp}-page`;
  const run: GraphRun = { ...defaultPayloadConverter.fromPayload<GraphRun>(input), runId, pipeline: 'large' };
  const logPath = join(homeDir, 'logs', 'bench-page.log');
  await writeFile(logPath, logOf(runId, startedAtMs));
  await endLeftOnes(temporal);
  const ending = new AbortController();
  // One for each call that is under way.
  setMaxListeners(0, ending.signal);
  const worked = [
    answerForRuns(temporal, answersOf(runId, startedAtMs), ending.signal),
    reportShards(temporal, ending.signal),
  ];
  const common = { taskQueue: pastRunsQueue, memo: { pipeline: run.pipeline } } as const;
  const typedSearchAttributes = [{ key: pipelineAttribute, value: run.pipeline }];
  const handles = [
    await temporal.workflow.start('runGraph', {
      ...{ ...common, workflowId: runId, args: [run], typedSearchAttributes },
    } as never),
    await temporal.workflow.start('stageInstance', {
      ...{ ...common, workflowId: `${runId}/${goingStage}`, args: [] },
    } as never),
  ];
  return {
    runId,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await Promise.all(worked);
      for (const handle of handles) await handle.terminate('the benchmark has seen enough');
      await rm(logPath, { force: true });
    },
  };
}

/** Of a benchmark that was killed: their tasks would be taken for this one's. */
async function endLeftOnes(temporal: Client): Promise<void> {
  const query = `ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${prefix}'`;
  for await (const { workflowId } of temporal.workflow.list({ query })) {
    await temporal.workflow.getHandle(workflowId).terminate('its benchmark was killed');
  }
}

function answersOf(runId: string, startedAtMs: number): Answers {
  return {
    answer: (query, { workflowId, input }) => {
      if (query === 'attempts') return { attempt: 1, lastFailure: null };
      const progress = initialProgress(workflowId, input?.pipeline ?? '', input?.graph);
      return workflowId === runId ? atStage(progress, startedAtMs) : atItsFirst(progress, startedAtMs);
    },
    activityOf: ({ workflowType, workflowId }) =>
      workflowType === 'stageInstance' && workflowId.startsWith(runId) ? activityName : null,
  };
}

/** All before the stage are done, a minute each. */
function atStage(progress: RunProgress, startedAtMs: number): RunProgress {
  const going = progress.stages.findIndex(({ name }) => name === goingStage);
  const stages = progress.stages.map((stage, place): RunProgress['stages'][number] => {
    if (place > going) return stage;
    const startMs = startedAtMs + place * minuteMs;
    const workflowId = `${progress.runId}/${instanceIdOf(stage)}`;
    const cache = { hit: false, reason: 'Nothing of this kind was made before.' };
    const begun = { ...stage, workflowId, cache, startedAtMs: startMs };
    return place === going
      ? { ...begun, status: 'running', shards: goingShards }
      : { ...begun, status: 'succeeded', endedAtMs: startMs + minuteMs, shards: goingShards };
  });
  return { ...progress, stages };
}

function atItsFirst(progress: RunProgress, startedAtMs: number): RunProgress {
  const stages = progress.stages.map((stage, place) =>
    place > 0 ? stage : { ...stage, status: 'running' as const, startedAtMs },
  );
  return { ...progress, stages };
}

async function reportShards(temporal: Client, signal: AbortSignal): Promise<void> {
  const { workflowService: service, options } = temporal;
  const common = { namespace: options.namespace, identity: 'bench' };
  let taskToken: Uint8Array | null | undefined;
  let doneShards = 0;
  while (!signal.aborted) {
    const turn = async () => {
      if (taskToken == null || taskToken.length === 0) {
        const taskQueue = { name: pastRunsQueue, kind: 1 };
        ({ taskToken } = await service.pollActivityTaskQueue({ ...common, taskQueue }));
        return;
      }
      doneShards = (doneShards + doneOfReport) % goingShards;
      const rows = 1_000;
      const progress: ActivityProgress = {
        ...{ kind: 'fanout', doneShards, totalShards: goingShards, rowsPerSecond: 1_234_567 },
        ...{ doneRows: doneShards * rows, totalRows: goingShards * rows, movedAtMs: Date.now() },
      };
      await service.recordActivityTaskHeartbeat({
        ...{ ...common, taskToken, details: { payloads: [payload(progress)] } },
      });
      await sleep(reportedEveryMs, undefined, { signal });
    };
    await polling(temporal, signal, turn).catch(() => undefined);
  }
}

/** As a trainer's host writes it. */
function logOf(runId: string, startedAtMs: number): string {
  const tasks = Array.from({ length: curveTasks }, (_, at) => `task-${at}`);
  const losses = (step: number) =>
    Object.fromEntries(
      tasks.map((task, at) => [
        task,
        (0.3 + 0.02 * at) * (0.7 + 0.3 * Math.exp(-step / 3_000)) + wave(step, at),
      ]),
    );
  const forest = losses(0);
  const line = (step: number) =>
    JSON.stringify({
      ...{
        level: infoLevel,
        time: Math.floor(startedAtMs + 1000 * secondsBetweenSteps * step),
        process: 'trainer',
      },
      ...{ runId, stage: 'train', step, network: losses(step), forest, bestStep: step, msg: measuredMessage },
    });
  const steps = Array.from({ length: curveSteps }, (_, at) => at + 1);
  return `${steps.map(line).join('\n')}\n`;
}

function wave(step: number, task: number): number {
  return 0.004 * Math.sin(step * (1 + task / 7)) + 0.002 * Math.sin(step * 12.9898 + task);
}
