/** Responsible for a run of a registered pipeline: of the version that counts, or that its idempotency key has met first. */
import type { PipelineReference } from '@espalier/domain';
import { versionOfTrigger } from '@espalier/registry';
import type { LoadOptions } from '@espalier/spec';
import type { Store } from '@espalier/store';
import type { SubmittedRun } from '../remarks.js';
import type { RunStarter } from '../run-starter.js';
import type { SubmitOptions } from '../submit-options.js';
import { PipelineBook } from './pipeline-book.js';

export type TriggerOptions = SubmitOptions &
  Pick<LoadOptions, 'sets' | 'sample' | 'for' | 'strict'> & {
    /** @throws EspalierError where what the version reads may not be read */
    readonly check?: (loaded: ReturnType<PipelineBook['load']>) => void;
  };

export interface TriggeredRun extends SubmittedRun {
  /** That runs. */
  readonly version: number;
}

/** @throws EspalierError as `EspalierClient.trigger` */
export async function runRegistered(
  { starter, store }: { readonly starter: RunStarter; readonly store: Store },
  reference: PipelineReference,
  { sets, sample, for: partition, strict, check, noCache, idempotencyKey: key }: TriggerOptions,
): Promise<TriggeredRun> {
  const book = new PipelineBook(store);
  const { name } = reference;
  let found = await book.find(reference);
  if (key !== undefined && reference.version === null) {
    const { version } = found;
    const met = await versionOfTrigger(store, name, { idempotencyKey: key, version });
    if (met !== version) found = await book.find({ name, version: met });
  }
  const loaded = book.load(found, { sets, sample, for: partition, strict });
  check?.(loaded);
  // Keys of one pipeline are not another's.
  const idempotencyKey = key === undefined ? undefined : `pipelines/${name}/${key}`;
  const started = await starter.submit(loaded, { ...(noCache && { noCache }), idempotencyKey });
  return { ...started, version: found.version };
}
