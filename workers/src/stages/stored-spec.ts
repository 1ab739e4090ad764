/** Responsible for reading the spec that a run was started with. */
import { type ArtifactRef, EspalierError } from '@espalier/domain';
import { type PipelineSpec, pipelineSchema } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { z } from 'zod';
import { readOnce } from './read-once.js';

const storedSpecSchema = z.object({ spec: pipelineSchema, baseDir: z.string() });

export interface StoredSpec {
  readonly spec: PipelineSpec;
  /** Folder that relative source paths start from. */
  readonly baseDir: string;
}

/** @throws EspalierError `workflow.other-store` where it is not in this worker's store; `store.*` */
export function readStoredSpec(store: Store, ref: ArtifactRef): Promise<StoredSpec> {
  return readOnce(store, ref, 'spec', () => readSpec(store, ref));
}

async function readSpec(store: Store, ref: ArtifactRef): Promise<StoredSpec> {
  const stored = await store.getVerifiedJson(ref).catch((error: unknown) => {
    if (!(error instanceof EspalierError) || error.code !== 'store.not-found') throw error;
    throw new EspalierError(
      'workflow.other-store',
      `The run's pipeline is not in this worker's store: ${store.uri(ref.key)} does not exist.`,
      { cause: error, details: error.details },
    );
  });
  return storedSpecSchema.parse(stored);
}
