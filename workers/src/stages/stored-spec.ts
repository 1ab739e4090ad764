/** Responsible for reading the spec that a run was started with. */
import type { ArtifactRef } from '@espalier/domain';
import { type PipelineSpec, pipelineSchema } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { z } from 'zod';

const storedSpecSchema = z.object({ spec: pipelineSchema, baseDir: z.string() });

export interface StoredSpec {
  readonly spec: PipelineSpec;
  /** Folder that relative source paths start from. */
  readonly baseDir: string;
}

export async function readStoredSpec(store: Store, ref: ArtifactRef): Promise<StoredSpec> {
  return storedSpecSchema.parse(await store.getVerifiedJson(ref));
}
