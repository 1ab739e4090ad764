/** What is recorded for replay of a model's workflow: its changes and refusals, and how it goes on as a new run; with S3 in memory. */
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ApprovalDeadline,
  ModelAnswer,
  ModelChange,
  ModelRequest,
  ModelState,
  Replay,
} from '@espalier/domain';
import { newModelState } from '@espalier/domain';
import { updateWithStart } from '@espalier/temporal';
import {
  type ModelActivities,
  modelUpdate,
  modelWorkflowId,
  orchestratorTaskQueue,
  waitingTaskQueue,
} from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import { fetchExecution } from './fetch-run.js';
import type { RecordedHistory } from './history-files.js';

/** By model; what it is asked, one after the other. */
interface ModelScenario {
  readonly requests: readonly ModelRequest[];
  readonly longestHistory: number;
  /** Before the last request: deadlines that have passed end meanwhile. */
  readonly pauseMs?: number;
  /** The number of the change that somebody else makes first. */
  readonly takenChange?: number;
  /** What comes of the golden rows of a version; of others, that it has none. */
  readonly replays?: Readonly<Record<number, Replay>>;
  /** By version, why it knows older data than the champion; of others, that it does not. */
  readonly olderData?: Readonly<Record<number, string>>;
}

const digest = `sha256:${'0'.repeat(64)}` as const;
const asked = { by: 'ada', reason: 'recorded for replay' };

function register(
  run: string,
  gates: 'none' | 'passed' | 'failed' = 'none',
  compared: { readonly comparedWith?: number | null; readonly approval?: ApprovalDeadline } = {},
): ModelRequest {
  const record = { key: 'objects/sha256/00/0.0', digest, sizeBytes: 512 };
  const bundle = { uri: 's3://espalier/bundles/feed/000000000000000000000000', digest };
  const registration = {
    run,
    pipeline: 'feed',
    bundle,
    record,
    gates,
    promote: gates !== 'none' && compared.approval === undefined,
    ...compared,
  };
  return { action: 'register', by: `run ${run}`, reason: 'published by its run', registration };
}

const changes: readonly ModelRequest[] = [
  register('feed-1'),
  { ...asked, action: 'promote', version: 1, seenChampion: null },
  register('feed-2', 'passed'),
  register('feed-2', 'passed'),
  register('feed-3', 'failed'),
  { ...asked, action: 'promote', version: 3 },
  { ...asked, action: 'approve', version: 3 },
  { ...asked, action: 'promote', version: 3, seenChampion: 2 },
  { ...asked, action: 'promote', version: 1, seenChampion: 2 },
  { ...asked, action: 'rollback', seenChampion: 3 },
  { ...asked, action: 'reject', version: 3 },
];

/** Of two that knew no champion the second comes too late. */
const compared: readonly ModelRequest[] = [
  register('feed-1', 'passed', { comparedWith: null }),
  register('feed-2', 'passed', { comparedWith: null }),
  register('feed-3', 'passed', { comparedWith: 1 }),
];

export const modelScenarios: Readonly<Record<string, ModelScenario>> = {
  'scenario-model-changes': { requests: changes, longestHistory: 1_500 },
  'scenario-model-continues': { requests: changes.slice(0, 4), longestHistory: 30 },
  'scenario-model-compared': { requests: compared, longestHistory: 1_500 },
  // As the one before, which was recorded when nothing was said of the second.
  'scenario-model-compared-with-another': { requests: compared, longestHistory: 1_500 },
  'scenario-model-awaits': {
    requests: [
      register('feed-1', 'passed', { approval: { until: '2999-01-01T00:00:00.000Z', otherwise: 'reject' } }),
      { ...asked, action: 'approve', version: 1 },
      register('feed-2', 'passed', { approval: { until: '2026-01-01T00:00:00.000Z', otherwise: 'reject' } }),
      register('feed-3', 'passed', { approval: { until: '2026-01-01T00:00:00.000Z', otherwise: 'promote' } }),
      register('feed-4'),
    ],
    longestHistory: 1_500,
    pauseMs: 5_000,
  },
  'scenario-model-replayed': {
    requests: [
      register('feed-1'),
      { ...asked, action: 'promote', version: 1, seenChampion: null },
      register('feed-2', 'passed'),
      register('feed-3', 'passed'),
      { ...asked, action: 'rollback', seenChampion: 3 },
    ],
    longestHistory: 1_500,
    replays: {
      1: { outcome: 'undone', why: 'Recorded for replay.' },
      2: { outcome: 'differs', why: 'Recorded for replay.' },
      3: { outcome: 'same', rows: 64, largest: 0, tolerance: 0 },
    },
  },
  'scenario-model-by-itself': {
    requests: [
      register('feed-1', 'passed'),
      register('feed-2', 'passed'),
      register('feed-3', 'passed'),
      register('feed-4', 'passed', { approval: { until: '2026-01-01T00:00:00.000Z', otherwise: 'promote' } }),
      register('feed-5', 'passed', { approval: { until: '2999-01-01T00:00:00.000Z', otherwise: 'promote' } }),
      { ...asked, action: 'promote', version: 3, seenChampion: 1, despiteReplay: true },
      { ...asked, action: 'rollback', seenChampion: 3 },
    ],
    longestHistory: 1_500,
    pauseMs: 5_000,
    replays: {
      3: { outcome: 'differs', why: 'Recorded for replay.' },
      4: { outcome: 'undone', why: 'Recorded for replay.' },
    },
    olderData: { 2: 'recorded for replay' },
  },
  'scenario-model-taken': { requests: changes.slice(0, 2), longestHistory: 1_500, takenChange: 2 },
};

function modelsInMemory({ takenChange, replays = {}, olderData = {} }: ModelScenario): ModelActivities {
  const models = new Map<string, ModelState>();
  const runs = new Map<string, number>();
  let isTaken = false;
  return {
    replayGoldenRows: async (_, version) =>
      replays[version] ?? { outcome: 'none', why: 'recorded for replay' },
    olderThanChampion: async (_, version) => olderData[version] ?? null,
    tellUntriedDeadline: async () => {},
    recoverModel: async (model) => models.get(model) ?? newModelState(model),
    registeredVersion: async (model, run) => runs.get(`${model} ${run}`) ?? null,
    recordModelChange: async (change: ModelChange) => {
      if (change.number === takenChange && !isTaken) {
        isTaken = true;
        models.set(change.model, { ...change.after, change: change.number, champion: null, challenger: 1 });
        return false;
      }
      models.set(change.model, change.after);
      if (change.registration !== undefined)
        runs.set(`${change.model} ${change.registration.run}`, change.version);
      return true;
    },
  };
}

/** Asks a model all that its scenario says, and gives the history of the first run of its workflow. */
export async function recordModel(
  client: Client,
  connection: NativeConnection,
  workflowBundle: WorkflowBundle,
  model: string,
): Promise<RecordedHistory> {
  const scenario = modelScenarios[model];
  if (scenario === undefined) throw new RangeError(`there is no scenario ${model}`);
  const worker = await Worker.create({
    connection,
    workflowBundle,
    taskQueue: orchestratorTaskQueue,
  });
  const keeper = await Worker.create({
    connection,
    taskQueue: waitingTaskQueue(orchestratorTaskQueue),
    activities: modelsInMemory(scenario),
  });
  const asking = async () => {
    let first: string | undefined;
    for (const [index, request] of scenario.requests.entries()) {
      const isLast = index === scenario.requests.length - 1;
      if (isLast) await sleep(scenario.pauseMs ?? 0);
      const update = modelUpdate(model, request, `request-${index}`);
      const workflow = {
        ...update.workflow,
        args: [{ model, longestHistory: scenario.longestHistory }] as const,
      };
      await updateWithStart<ModelAnswer>(client, { ...update, workflow }).catch(() => {}); // refusals too
      first ??= (await client.workflow.getHandle(modelWorkflowId(model)).describe()).runId;
    }
    return fetchExecution(client, modelWorkflowId(model), first);
  };
  return keeper.runUntil(() => worker.runUntil(asking));
}
