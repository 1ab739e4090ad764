/**
 * Two-phase commit of a stage's result: parts, then their manifest, then the head. Readers see only what a committed
 * manifest names. Leaves to others: writing the parts, and the cache across runs.
 */
import {
  type Digest,
  EspalierError,
  type ManifestRef,
  type PartRef,
  type StageBodies,
  type StageManifest,
  type StageName,
  stageNames,
  stepParts,
} from '@espalier/domain';
import { z } from 'zod';
import { isDigest } from './digest.js';
import {
  moveHead,
  partSchema,
  readHead,
  readHeads,
  type StageAttempt,
  type StageId,
  stageAttempt,
} from './stage-head.js';
import { environmentSchema } from './stage-key.js';
import { encodeJson, type Store } from './store.js';
import type { Content } from './write-once.js';

const stepSeconds = z.record(z.enum(stepParts), z.number());
const paceSchema = z.object({
  firstStep: z.number(),
  steps: z.number(),
  rows: z.number(),
  seconds: stepSeconds,
  points: z.array(
    z.object({
      step: z.number(),
      rowsPerSecond: z.number(),
      seconds: stepSeconds,
      losses: z.record(z.string(), z.number()),
    }),
  ),
});

const manifestSchema = z.object({
  stage: z.enum(stageNames),
  key: z.custom<Digest>(isDigest),
  parts: z.array(partSchema),
  body: z.unknown(),
  run: z.string().optional(),
  measured: z.object({ trainingSeconds: z.number().optional(), pace: paceSchema.optional() }).optional(),
  environment: environmentSchema.optional(),
});

/** A stage's manifest, or null for anything else. The body is the stage's own; its writer is this product. */
export function parseManifest(value: unknown): StageManifest | null {
  const { data } = manifestSchema.safeParse(value);
  if (data === undefined) return null;
  const { run, environment, ...manifest } = data;
  return {
    ...manifest,
    ...(run === undefined ? {} : { run }),
    ...(environment === undefined ? {} : { environment }),
  };
}

/**
 * Starts an attempt at a stage: from here on every attempt with a lower token is refused. Opening the same token again
 * is fine, so a retried call needs no care.
 * @throws EspalierError `store.fenced` when a higher token holds the stage.
 */
export async function openStage(
  store: Store,
  id: StageId & { readonly token: number },
): Promise<StageAttempt> {
  const attempt = stageAttempt(id);
  await moveHead(store, attempt, () => ({}));
  return attempt;
}

/**
 * Writes one part of a result, bytes or a local file, under its digest: whoever writes it, however late, changes nothing.
 * @returns the part's reference, for the manifest.
 */
export async function writePart(store: Store, name: string, content: Content): Promise<PartRef> {
  return { name, ...(await store.putContent(content)) };
}

/**
 * Publishes the attempt's result: writes the manifest, then moves the head to it. The parts must be in S3 already.
 * Doing it again with the same content is fine.
 * @throws EspalierError `store.fenced` when a newer attempt has taken over.
 */
export async function commitStage(
  store: Store,
  attempt: StageAttempt,
  result: Omit<StageManifest, 'stage' | 'run'>,
): Promise<ManifestRef> {
  const { stage, runId: run } = attempt;
  const manifest: StageManifest = { stage, ...result, run };
  const ref = { ...(await store.putContent(encodeJson(manifest))), stage };
  await moveHead(store, attempt, () => ({ manifest: ref }));
  return ref;
}

/** What a run's stage has committed, or null. */
export async function committedManifest(store: Store, id: StageId): Promise<ManifestRef | null> {
  return (await readHead(store, id))?.manifest ?? null;
}

/** What the stage instances of a run have committed so far, by their IDs. */
export async function committedManifests(
  store: Store,
  runId: string,
): Promise<Readonly<Record<string, ManifestRef>>> {
  const heads = await readHeads(store, runId);
  return Object.fromEntries(heads.flatMap(([id, { manifest }]) => (manifest ? [[id, manifest]] : [])));
}

/**
 * The manifest behind a reference, verified, with the body's type of its stage.
 * @throws EspalierError `store.corrupt`, `store.not-found`.
 */
export async function readManifest<S extends StageName>(
  store: Store,
  ref: ManifestRef & { readonly stage: S },
): Promise<StageManifest<StageBodies[S]>> {
  const manifest = parseManifest(await store.getVerifiedJson(ref));
  if (manifest === null || manifest.stage !== ref.stage) {
    throw new EspalierError(
      'store.corrupt',
      `${store.uri(ref.key)} is not a manifest of stage ${ref.stage}.`,
      {
        details: { key: ref.key, stage: ref.stage },
      },
    );
  }
  return manifest as StageManifest<StageBodies[S]>;
}

/** The part of a manifest with this name. @throws EspalierError `store.not-found`. */
export function partOf(manifest: StageManifest, name: string): PartRef {
  const part = manifest.parts.find((candidate) => candidate.name === name);
  if (part === undefined) {
    throw new EspalierError(
      'store.not-found',
      `The manifest of stage ${manifest.stage} has no part ${name}.`,
      {
        details: { stage: manifest.stage, part: name },
      },
    );
  }
  return part;
}
