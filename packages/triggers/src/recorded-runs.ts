/**
 * Responsible for runs whose history Temporal keeps no more: what they recorded at their end, or what their manifests tell of those
 * that recorded none.
 * Leaves to others: runs that Temporal knows (run-progress.ts).
 */
import { basename } from 'node:path';
import {
  instanceIdOf,
  type RunEnd,
  type RunGraph,
  type RunProgress,
  runEndKey,
  runNamed,
  trainingNamed,
} from '@espalier/domain';
import { committedManifests, type Store } from '@espalier/store';
import { type AskedStages, compareGraph, graphOfTraining, initialProgress } from '@espalier/workflows';

/** Written by the run itself, so only its shape is looked at. */
function isRunEnd(value: unknown): value is RunEnd {
  const { progress, manifests, startedAtMs, endedAtMs } = (value ?? {}) as Partial<RunEnd>;
  const hasTimes = typeof startedAtMs === 'number' && typeof endedAtMs === 'number';
  return hasTimes && Array.isArray(progress?.stages) && typeof manifests === 'object' && manifests !== null;
}

const readAtOnce = 8;

/** What a run left in S3; null where nothing says that it was ever started. */
export async function recordedRun(store: Store, runId: string): Promise<RunEnd | null> {
  const stored = await store.getJson(runEndKey(runId));
  return isRunEnd(stored?.value) ? stored.value : readTraces(store, runId);
}

/** A run that recorded no end: it was ended from outside, or by an earlier version. */
async function readTraces(store: Store, runId: string): Promise<RunEnd | null> {
  const named = runNamed(runId);
  const manifests = named === null ? {} : await committedManifests(store, runId);
  // A run's first stage commits before all others; a plan that was only looked at commits none.
  if (named === null || manifests.plan === undefined) return null;
  const succeeded = manifests.publish !== undefined || manifests.compare !== undefined;
  const asked = {
    facesChampion: manifests['find-champion'] !== undefined,
    checksData: manifests.check !== undefined,
    watchesChampion: manifests.watch !== undefined,
  };
  const unknown = initialProgress(runId, named.pipeline, await graphOfTraces(store, runId, asked));
  const progress: RunProgress = {
    ...unknown,
    status: succeeded ? 'succeeded' : 'failed',
    stages: unknown.stages.map((stage) =>
      manifests[instanceIdOf(stage)] === undefined ? stage : { ...stage, status: 'succeeded' },
    ),
    error: succeeded
      ? null
      : {
          code: 'workflow.end-unrecorded',
          message: `Temporal has no history of ${runId}, and the run recorded no end.`,
          details: { runId },
        },
  };
  const { startedAtMs } = named;
  return { progress, manifests, changes: [], startedAtMs, endedAtMs: startedAtMs };
}

/** A comparison left a spec for each of its trainings, a training none. */
async function graphOfTraces(store: Store, runId: string, asked: AskedStages): Promise<RunGraph> {
  const seeds = new Map<string, number>();
  for (const { key } of await store.list(`runs/${runId}/variants/`)) {
    const training = trainingNamed(basename(key, '.json'));
    if (training === null) continue;
    seeds.set(training.variant, Math.max(seeds.get(training.variant) ?? 0, training.seed + 1));
  }
  const variants = [...seeds].map(([name, count]) => ({ name, changes: [], seeds: count }));
  return variants.length === 0 ? graphOfTraining(asked) : compareGraph({ baseline: '', variants });
}

/**
 * Runs by what they left in S3, newest first.
 * @param known IDs of runs that are listed already
 */
export async function recordedRuns(
  store: Store,
  known: ReadonlySet<string>,
  { limit, pipeline }: { readonly limit: number; readonly pipeline?: string | undefined },
): Promise<readonly RunEnd[]> {
  const prefix = pipeline === undefined ? 'runs/' : `runs/${pipeline}-`;
  const named = (await store.listFolders(prefix))
    .map((folder) => runNamed(folder.slice('runs/'.length, -1)))
    .filter((run) => run !== null)
    .filter((run) => !known.has(run.runId) && (pipeline === undefined || run.pipeline === pipeline))
    .sort((a, b) => b.startedAtMs - a.startedAtMs || (a.runId < b.runId ? 1 : -1));
  const runs: RunEnd[] = [];
  for (let next = 0; next < named.length && runs.length < limit; next += readAtOnce) {
    const group = named.slice(next, next + readAtOnce);
    const read = await Promise.all(group.map(({ runId }) => recordedRun(store, runId)));
    runs.push(...read.filter((run) => run !== null));
  }
  return runs.slice(0, limit);
}
