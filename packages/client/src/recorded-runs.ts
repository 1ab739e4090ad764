/**
 * Responsible for runs whose history Temporal keeps no more: what they recorded at their end, or what their manifests tell of those
 * that recorded none.
 * Leaves to others: runs that Temporal knows (run-progress.ts).
 */
import {
  type ManifestRef,
  type RunEnd,
  type RunProgress,
  runEndKey,
  runNamed,
  type StageName,
} from '@espalier/domain';
import { committedManifest, type Store } from '@espalier/store';
import { compareGraph, initialProgress, trainGraph, trainStages } from '@espalier/workflows';

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
  // A run's first stage commits before all others; a plan that was only looked at commits none.
  if (named === null || (await committedManifest(store, { runId, stage: 'plan' })) === null) return null;
  const found = await Promise.all(
    [...trainStages, 'compare' as const].map(async (stage): Promise<[StageName, ManifestRef] | null> => {
      const manifest = await committedManifest(store, { runId, stage });
      return manifest === null ? null : [stage, manifest];
    }),
  );
  const manifests: RunEnd['manifests'] = Object.fromEntries(found.filter((each) => each !== null));
  // Of a comparison only what its variants share, and its end, can be found by name.
  const compared = manifests.compare !== undefined;
  const succeeded = manifests.publish !== undefined || compared;
  const graph = compared ? compareGraph({ baseline: '', variants: [] }) : trainGraph;
  const unknown = initialProgress(runId, named.pipeline, graph);
  const progress: RunProgress = {
    ...unknown,
    status: succeeded ? 'succeeded' : 'failed',
    stages: unknown.stages.map((stage) =>
      manifests[stage.name] === undefined ? stage : { ...stage, status: 'succeeded' },
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
