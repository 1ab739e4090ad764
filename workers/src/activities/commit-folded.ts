/** Responsible for publishing what the fold of a stage's shards made. */
import type { ArtifactRef, ManifestRef } from '@espalier/domain';
import { commitStage, openStage } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import type { Folded } from '../folds/folded.js';
import type { StageServices } from '../stages/stage-services.js';
import { commitResult } from './commit-result.js';

export async function commitFolded(
  services: StageServices,
  context: StageContext,
  folded: ArtifactRef,
): Promise<ManifestRef> {
  const { parts, body } = (await services.store.getVerifiedJson(folded)) as Folded;
  return commitResult(services, context, parts, body);
}

/** Of what holds times, so that no other run is to be told what it says. */
export async function commitUncached(
  { store }: StageServices,
  context: StageContext,
  folded: ArtifactRef,
): Promise<ManifestRef> {
  const { parts, body } = (await store.getVerifiedJson(folded)) as Folded;
  const attempt = await openStage(store, context);
  return commitStage(store, attempt, { key: context.key, parts, body });
}
