/** Responsible for reading the manifests a stage works from. */
import { type StageBodies, type StageManifest, type StageName, stageNames } from '@espalier/domain';
import { readManifest, type Store } from '@espalier/store';
import type { StageInputs } from '@espalier/workflows';

/** The manifest of an earlier stage; the workflow passes those that `stageReads` lists. */
export async function inputManifest<S extends StageName>(
  store: Store,
  inputs: StageInputs,
  stage: S,
): Promise<StageManifest<StageBodies[S]>> {
  const ref = inputs[stage];
  if (ref === undefined) throw new RangeError(`the ${stage} manifest was not passed to this stage`);
  return readManifest(store, { ...ref, stage });
}

/** All of a stage's inputs, in stage order. */
export async function allInputManifests(store: Store, inputs: StageInputs): Promise<StageManifest[]> {
  const names = stageNames.filter((name) => inputs[name] !== undefined);
  return Promise.all(names.map((name) => inputManifest(store, inputs, name)));
}
