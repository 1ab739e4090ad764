/** Responsible for reading the manifests a stage works from. */
import type { ManifestRef, StageBodies, StageManifest, StageName } from '@espalier/domain';
import { readManifest, type Store } from '@espalier/store';
import type { StageInputs } from '@espalier/workflows';
import { readOnce } from './read-once.js';

/** The manifest of an earlier stage; the workflow passes those that the stage's declaration `reads`. */
export async function inputManifest<S extends StageName>(
  store: Store,
  inputs: StageInputs,
  stage: S,
): Promise<StageManifest<StageBodies[S]>> {
  const ref = inputs[stage];
  if (ref === undefined) throw new RangeError(`the ${stage} manifest was not passed to this stage`);
  return readKnownManifest(store, { ...ref, stage });
}

/** All that an instance reads, by the name that it knows each by. */
export async function allInputManifests(
  store: Store,
  inputs: StageInputs,
): Promise<Readonly<Record<string, StageManifest>>> {
  const read = Object.entries(inputs).map(
    async ([name, ref]) => [name, await readKnownManifest(store, ref)] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

function readKnownManifest<S extends StageName>(
  store: Store,
  ref: ManifestRef & { readonly stage: S },
): Promise<StageManifest<StageBodies[S]>> {
  return readOnce(store, ref, ref.stage, () => readManifest(store, ref));
}
