/** Responsible for publishing what the fold of a stage's shards made. */
import type { ArtifactRef, ManifestRef } from '@espalier/domain';
import type { StageContext } from '@espalier/workflows';
import type { StageResult } from '../stages/stage-computing.js';
import type { StageServices } from '../stages/stage-services.js';
import { commitResult } from './commit-result.js';

export async function commitFolded(
  services: StageServices,
  context: StageContext,
  folded: ArtifactRef,
): Promise<ManifestRef> {
  return commitResult(services, context, (await services.store.getVerifiedJson(folded)) as StageResult);
}
