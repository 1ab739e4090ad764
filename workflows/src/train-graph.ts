/** The graph of a run that trains one pipeline: one instance of each stage, in a row; pure. */
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
