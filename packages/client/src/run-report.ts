/** Makes the report of a run from its result and its manifests. */
import type {
  ManifestRef,
  RunProgress,
  RunReport,
  SerializedError,
  StageBodies,
  StageName,
} from '@espalier/domain';
import { readManifest, type Store } from '@espalier/store';

/** What a run left behind: how far it came and which manifests it committed. */
export interface RunResult {
  readonly progress: RunProgress;
  readonly evaluate: ManifestRef | null;
  readonly publish: ManifestRef | null;
}

async function bodyOf<S extends StageName>(
  store: Store,
  stage: S,
  manifest: ManifestRef | null,
): Promise<StageBodies[S] | null> {
  return manifest === null ? null : (await readManifest(store, { ...manifest, stage })).body;
}

/** Reads the metrics and the bundle's address, where the run got that far. */
export async function buildReport(store: Store, result: RunResult): Promise<RunReport> {
  const [evaluate, publish] = await Promise.all([
    bodyOf(store, 'evaluate', result.evaluate),
    bodyOf(store, 'publish', result.publish),
  ]);
  const { runId, pipeline, status, stages } = result.progress;
  const error: SerializedError | null = result.progress.error;
  return {
    runId,
    pipeline,
    status,
    stages: stages
      .filter((stage) => stage.startedAtMs !== null)
      .map((stage) => ({
        name: stage.name,
        seconds: ((stage.endedAtMs ?? Date.now()) - (stage.startedAtMs ?? 0)) / 1000,
        cached: stage.cache?.hit ?? false,
        shards: stage.shards,
        ...(stage.cache === null ? {} : { reason: stage.cache.reason }),
      })),
    metrics: evaluate?.metrics ?? {},
    forest: evaluate?.forest ?? {},
    bundle: publish?.bundle ?? null,
    error,
  };
}
