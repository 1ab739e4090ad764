/** Responsible for how a run is asked for, and what two requests have to agree on to be the same. */
import type { Digest, RunTrigger } from '@espalier/domain';
import type { LoadedSpec } from '@espalier/spec';
import { digestOfJson } from '@espalier/store';

export interface SubmitOptions {
  /** Run every stage, whatever the cache holds. Default false. */
  readonly noCache?: boolean | undefined;
  /** The same key with the same request again finds the run that the first has started. */
  readonly idempotencyKey?: string | undefined;
  /** What asks. Default `client`. */
  readonly trigger?: RunTrigger | undefined;
}

/** Options that the run is started with, as typed. */
export function changesOf(
  { changes }: Pick<LoadedSpec, 'changes'>,
  { noCache }: SubmitOptions,
): readonly string[] {
  return noCache ? [...changes, '--no-cache'] : changes;
}

/** What two requests of one idempotency key have to agree on. */
export function requestOf(loaded: LoadedSpec, options: SubmitOptions): Digest {
  return digestOfJson({ spec: loaded.spec, baseDir: loaded.baseDir, changes: changesOf(loaded, options) });
}
