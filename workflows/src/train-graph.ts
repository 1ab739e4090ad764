/** The graph of a run that trains one pipeline: one instance of each stage, in a row, and two more where its model faces the champion; pure. */
import type { RunGraph, StageInstance, StageName } from '@espalier/domain';
import { stageDeclarations } from '@espalier/spec/stages';

/** The stages of such a run, in order. */
export const trainStages = [
  'plan',
  'extract',
  'fit-encoder',
  'encode',
  'train',
  'evaluate',
  'publish',
] as const satisfies readonly StageName[];

/** The only instance of a stage, called as the stage is. */
export function soleInstance(stage: StageName): StageInstance {
  const inputs = Object.fromEntries(stageDeclarations[stage].reads.map((read) => [read, read]));
  return { id: stage, stage, params: {}, inputs };
}

export const trainGraph: RunGraph = trainStages.map(soleInstance);

const challengeStages = ['find-champion', 'challenge'] as const satisfies readonly StageName[];

/** The same, with the model held against the champion before it is published. */
const challengeGraph: RunGraph = trainStages.flatMap((stage) => {
  const instance = soleInstance(stage);
  if (stage !== 'publish') return [instance];
  const read = Object.fromEntries(challengeStages.map((id) => [id, id]));
  return [...challengeStages.map(soleInstance), { ...instance, inputs: { ...instance.inputs, ...read } }];
});

/** @param facesChampion whether a gate of the pipeline asks for the champion */
export function graphOfTraining(facesChampion: boolean): RunGraph {
  return facesChampion ? challengeGraph : trainGraph;
}
