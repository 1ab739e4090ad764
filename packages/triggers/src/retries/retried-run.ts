/**
 * Responsible for what a run has recorded that another may be made of: its pipeline, its plan, whether it was of a registered pipeline; and for
 * its retries, as it knows them.
 * Leaves to others: starting one (retry-run.ts).
 */
import { EspalierError, type RetriedAs } from '@espalier/domain';
import { type PipelineSpec, pipelineSchema } from '@espalier/spec';
import { committedManifest, mapBounded, type Store } from '@espalier/store';
import type { KeptPlan } from '@espalier/workflows';
import { z } from 'zod';

export interface RetriedRun {
  readonly runId: string;
  readonly spec: PipelineSpec;
  /** As it lies in S3, for a version of Espalier that may read it otherwise. */
  readonly written: unknown;
  readonly baseDir: string;
  /** Options that it was started with, without those that are about the cache. */
  readonly changes: readonly string[];
  /** Null where it made none. */
  readonly plan: KeptPlan | null;
  /** Of the registered pipeline; null for the run of a file. */
  readonly version: number | null;
}

const recordSchema = z.object({
  spec: z.unknown(),
  baseDir: z.string(),
  changes: z.array(z.string()).default([]),
});

/**
 * @param runId of a run that there is
 * @throws EspalierError `workflow.not-retryable`
 */
export async function retriedRun(store: Store, runId: string): Promise<RetriedRun> {
  const refuse = (why: string) =>
    new EspalierError('workflow.not-retryable', `${runId} can't be retried: ${why}.`, { details: { runId } });
  const key = `runs/${runId}/spec.json`;
  const stored = await store.getJson(key);
  const { data: record } = recordSchema.safeParse(stored?.value);
  if (stored === null || record === undefined)
    throw refuse('what it was started with was freed by `espalier gc`');
  if ((await store.listFolders(`runs/${runId}/variants`)).length > 0) {
    throw refuse('it is a comparison; comparing again takes over what is cached');
  }
  const { data: spec } = pipelineSchema.safeParse(record.spec);
  if (spec === undefined) throw refuse('this version of Espalier takes its pipeline no more');
  const manifest = await committedManifest(store, { runId, stage: 'plan' });
  const { digest, sizeBytes } = stored;
  const changes = record.changes.filter((change) => change !== '--no-cache');
  return {
    ...{ runId, spec, written: record.spec, baseDir: record.baseDir, changes },
    plan: manifest && { runId, manifest, spec: { key, digest, sizeBytes } },
    version: versionIn(changes, spec.name),
  };
}

/** Runs of registered pipelines say so first of all: `home-feed@3`. */
function versionIn([first = '']: readonly string[], pipeline: string): number | null {
  const version = first.startsWith(`${pipeline}@`) ? first.slice(pipeline.length + 1) : '';
  return /^[1-9]\d*$/.test(version) ? Number(version) : null;
}

const retriesOf = (runId: string) => `runs/${runId}/retries/`;
const retrySchema = z.object({ runId: z.string(), from: z.string(), at: z.string() });
const readAtOnce = 8;
/** Told at most: the latest. */
const mostTold = 100;

/** The same again is fine. */
export async function recordRetry(store: Store, of: string, retry: RetriedAs): Promise<void> {
  await store.putIfNoneMatch(`${retriesOf(of)}${retry.runId}.json`, retry);
}

/** The latest hundred, oldest first. */
export async function readRetries(store: Store, runId: string): Promise<readonly RetriedAs[]> {
  const objects = await store.list(retriesOf(runId));
  const read = await mapBounded(objects.slice(-mostTold), readAtOnce, async ({ key }) => {
    const { data } = retrySchema.safeParse((await store.getJson(key))?.value);
    return data === undefined ? [] : [data];
  });
  return read.flat();
}
