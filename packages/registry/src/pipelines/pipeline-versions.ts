/**
 * Responsible for registered pipelines in S3: each version is an object of its own, numbered without gaps and created where none lies yet,
 * which is the moment it counts from. Leaves to others: what a pipeline's text says (spec), running it.
 */
import {
  canonicalJson,
  EspalierError,
  modelNamePattern,
  type PipelineSource,
  type PipelineVersion,
} from '@espalier/domain';
import { type AskedPage, mapBounded, type Page, type Store } from '@espalier/store';
import { z } from 'zod';
import { readRecord } from '../records.js';
import { pipelinesPrefix, pipelineVersionKey, versionsPrefix } from './pipeline-keys.js';

const maxTurns = 100;
const readsAtOnce = 16;

const versionSchema: z.ZodType<PipelineVersion> = z.object({
  pipeline: z.string().regex(modelNamePattern),
  version: z.int().min(1),
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  request: z.string(),
  source: z.object({ text: z.string(), path: z.string(), baseDir: z.string() }).nullable(),
});

/** The version that counts, also where it says that the pipeline is deleted; null where there never was one. */
export async function latestPipelineVersion(store: Store, pipeline: string): Promise<PipelineVersion | null> {
  const last = (await store.list(versionsPrefix(pipeline))).at(-1);
  return last === undefined ? null : readRecord(store, last.key, versionSchema);
}

/** Null where there is none of this number. @throws EspalierError `registry.unreadable-record`, `store.*` */
export function readPipelineVersion(
  store: Store,
  pipeline: string,
  version: number,
): Promise<PipelineVersion | null> {
  return readRecord(store, pipelineVersionKey(pipeline, version), versionSchema);
}

/** The latest versions, the last one first. */
export async function readPipelineVersions(
  store: Store,
  pipeline: string,
  limit: number,
): Promise<readonly PipelineVersion[]> {
  const heads = (await store.list(versionsPrefix(pipeline))).slice(-limit).reverse();
  const found = await mapBounded(heads, readsAtOnce, ({ key }) => readRecord(store, key, versionSchema));
  return found.filter((version) => version !== null);
}

/** Names of all that ever were registered, sorted. */
export async function pipelineNames(store: Store): Promise<readonly string[]> {
  const folders = await store.listFolders(pipelinesPrefix);
  return folders.map((folder) => folder.slice(pipelinesPrefix.length, -1));
}

/**
 * Versions that count, by the name of their pipelines; those of deleted ones are left out, so that a page may hold fewer than were asked for.
 * @throws EspalierError `request.invalid` for a cursor of another list
 */
export async function listPipelines(store: Store, asked: AskedPage): Promise<Page<PipelineVersion>> {
  let { cursor } = asked;
  for (;;) {
    const page = await store.folderPage(pipelinesPrefix, { ...asked, cursor });
    const names = page.items.map((folder) => folder.slice(pipelinesPrefix.length, -1));
    const latest = await mapBounded(names, readsAtOnce, (name) => latestPipelineVersion(store, name));
    const items = latest.filter((version) => version !== null).filter(({ source }) => source !== null);
    if (items.length > 0 || page.nextCursor === null) return { items, nextCursor: page.nextCursor };
    cursor = page.nextCursor;
  }
}

export interface VersionAsked {
  readonly pipeline: string;
  readonly by: string;
  readonly reason: string;
  /** Drawn by whoever asks, so that an answer that was lost is found again. */
  readonly request: string;
}

/**
 * Adds a version after the latest.
 * @param sourceAfter its source, null to delete the pipeline; undefined where nothing is to change
 * @returns the version that counts then, and whether it was added
 * @throws EspalierError as `sourceAfter` does; `store.contended`
 */
export async function addPipelineVersion(
  store: Store,
  asked: VersionAsked,
  sourceAfter: (latest: PipelineVersion | null) => PipelineSource | null | undefined,
): Promise<{ readonly version: PipelineVersion; readonly isNew: boolean }> {
  const { pipeline, by, reason, request } = asked;
  for (let turn = 0; turn < maxTurns; turn++) {
    const latest = await latestPipelineVersion(store, pipeline);
    const source = sourceAfter(latest);
    if (source === undefined) {
      if (latest === null) throw new RangeError(`there is no version of ${pipeline} that could stay`);
      return { version: latest, isNew: false };
    }
    const at = new Date().toISOString();
    const version = { pipeline, version: (latest?.version ?? 0) + 1, by, reason, at, request, source };
    const key = pipelineVersionKey(pipeline, version.version);
    if ((await store.putIfNoneMatch(key, version)) !== null) return { version, isNew: true };
    // Perhaps by this very request, if its answer was lost.
    const stored = await store.getJson(key);
    if (canonicalJson(stored?.value) === canonicalJson(version)) return { version, isNew: true };
  }
  throw new EspalierError(
    'store.contended',
    `${store.uri(versionsPrefix(pipeline))} kept changing through ${maxTurns} tries.`,
    { details: { pipeline } },
  );
}
