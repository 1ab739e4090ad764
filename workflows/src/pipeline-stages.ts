/** The order of the stages and what each reads; pure, shared by the workflow and by `plan`'s preview. */
import type { ManifestRef, StageName } from '@espalier/domain';
import type { StageInputs } from './contracts.js';

/** Earlier stages whose manifests a stage reads. */
export const stageReads: Readonly<Record<StageName, readonly StageName[]>> = {
  plan: [],
  extract: ['plan'],
  'fit-encoder': ['extract'],
  encode: ['extract', 'fit-encoder'],
  train: ['extract', 'fit-encoder', 'encode'],
  evaluate: ['fit-encoder', 'encode', 'train'],
  publish: ['extract', 'fit-encoder', 'train', 'evaluate'],
};

/** The manifests a stage reads, out of all there are so far. */
export function inputsOf(stage: StageName, manifests: StageInputs): StageInputs {
  const inputs: Partial<Record<StageName, ManifestRef>> = {};
  for (const name of stageReads[stage]) {
    const manifest = manifests[name];
    if (manifest === undefined) throw new RangeError(`stage ${stage} reads ${name}, which has not run`);
    inputs[name] = manifest;
  }
  return inputs;
}
