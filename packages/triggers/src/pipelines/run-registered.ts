/** Responsible for a run of a registered pipeline: of the version that counts, or of the one that its idempotency key has started. */
import { defaultConcurrency, type EspalierError, type PipelineReference } from '@espalier/domain';
import { type LoadedSpec, type LoadOptions, specInvalid } from '@espalier/spec';
import { digestOfJson, type Store } from '@espalier/store';
import { type ClaimedRun, claimedRun, type IdempotentRequest, requireKey } from '../claimed-run.js';
import type { SubmittedRun } from '../remarks.js';
import { OtherVersionClaimed, type RunStarter } from '../run-starter.js';
import type { StartCheck } from '../start-check.js';
import type { SubmitOptions } from '../submit-options.js';
import { PipelineBook, type RegisteredPipeline } from './pipeline-book.js';

export type TriggerOptions = SubmitOptions &
  Pick<LoadOptions, 'sets' | 'sample' | 'for' | 'strict'> & {
    /** Throws where the run may not be started: what it reads may not be read, or it is not the asker's. */
    readonly check?: StartCheck | undefined;
    /** Whose the run is that the key starts, whoever asks by it later. */
    readonly owner?: string;
  };

/** What of the options says which pipeline runs. */
export type AskedOfVersion = Pick<TriggerOptions, 'sets' | 'sample' | 'for' | 'strict' | 'check'>;

export interface TriggeredRun extends SubmittedRun {
  /** That runs. */
  readonly version: number;
}

export interface TriggerAccess {
  readonly starter: RunStarter;
  readonly store: Store;
}

/** @throws EspalierError as `EspalierClient.trigger` */
export async function runRegistered(
  { starter, store }: TriggerAccess,
  reference: PipelineReference,
  options: TriggerOptions,
): Promise<TriggeredRun> {
  const { idempotencyKey: key, check, noCache, owner, trigger, ...loading } = options;
  const { name } = reference;
  // What is deleted, or another version by now, is no matter to a run that the key has started.
  const asked = key === undefined ? undefined : requestOf(reference, key, options);
  const earlier = asked === undefined ? null : await starter.startedBefore(asked);
  if (earlier !== null) {
    const { runId, version = 0 } = earlier;
    return { runId, version, isNew: false, warnings: [], notes: [] };
  }
  const book = new PipelineBook(store);
  const counting = await book.find({ name, version: null });
  let version = reference.version ?? counting.version;
  for (;;) {
    const loaded = await loadedOf(book, { name, version }, counting, { ...loading, check });
    try {
      const claim =
        asked === undefined ? undefined : { ...asked, version, ...(owner === undefined ? {} : { owner }) };
      const concurrency = loaded.spec.runs?.concurrency ?? defaultConcurrency;
      const started = await starter.start(loaded, { noCache: noCache === true, concurrency, trigger }, claim);
      return { ...started, version };
    } catch (error) {
      if (!(error instanceof OtherVersionClaimed)) throw error;
      ({ version } = error);
    }
  }
}

/**
 * What a run of a registered pipeline would be of. Starts nothing.
 * @throws EspalierError `registry.unknown-pipeline`, `spec.invalid` with every issue, or what `check` throws
 */
export async function loadRegistered(
  store: Store,
  { name, version }: PipelineReference,
  options: AskedOfVersion,
): Promise<{ readonly loaded: LoadedSpec; readonly version: number }> {
  const book = new PipelineBook(store);
  const counting = await book.find({ name, version: null });
  const asked = version ?? counting.version;
  return { loaded: await loadedOf(book, { name, version: asked }, counting, options), version: asked };
}

async function loadedOf(
  book: PipelineBook,
  reference: PipelineReference,
  counting: RegisteredPipeline,
  { check, ...loading }: AskedOfVersion,
): Promise<LoadedSpec> {
  const registered = await book.find(reference);
  const loaded = book.load(registered, loading);
  if (loaded.spec.name !== reference.name) throw renamed(loaded, reference.name, loading.sets);
  check?.(loaded, {
    unchanged: () => book.load(registered, { anyPartition: true }).spec,
    counting: () => book.load(counting, { anyPartition: true }).spec,
  });
  return loaded;
}

/** Its run would take its turn among those of another pipeline, and end theirs. */
function renamed({ path }: LoadedSpec, name: string, sets: readonly string[] = []): EspalierError {
  const message = `a run of a registered pipeline stays one of ${name}`;
  const origin = sets.map((set) => `--set ${set}`).join(' ');
  return specInvalid(path, [{ path: 'name', code: 'conflict', message, origin }]);
}

/** What the request's key has claimed, be the run begun or not; null where nobody has come by it yet. */
export function claimOfRegistered(
  store: Store,
  reference: PipelineReference,
  options: TriggerOptions & { readonly idempotencyKey: string },
): Promise<ClaimedRun | null> {
  return claimedRun(store, requestOf(reference, options.idempotencyKey, options));
}

/** Requests of one key agree on what they ask for, and not on what counts at their time. */
function requestOf(
  { name, version }: PipelineReference,
  key: string,
  { sets = [], sample, for: partition, strict = false, noCache = false }: TriggerOptions,
): IdempotentRequest {
  requireKey(key);
  const request = digestOfJson({
    ...{ version, sets, strict, noCache },
    ...{ sample: sample ?? null, for: partition ?? null },
  });
  return { key: ['pipeline', name, key], request };
}
