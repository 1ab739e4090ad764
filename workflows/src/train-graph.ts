/** The graph of a run that trains one pipeline: one instance of each stage, in a row, and those that its pipeline asks for besides; pure. */
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

/** What a pipeline asks for besides. */
export interface AskedStages {
  /** Whether a gate asks for the champion. */
  readonly facesChampion?: boolean;
  readonly checksData?: boolean;
  /** Whether the model's champion is scored on what arrives. */
  readonly watchesChampion?: boolean;
}

export function graphOfTraining({ facesChampion, checksData, watchesChampion }: AskedStages): RunGraph {
  const graph = facesChampion ? challengeGraph : trainGraph;
  const checked = checksData ? checkedGraph(graph) : graph;
  return watchesChampion ? watchedGraph(checked) : checked;
}

/** The same, with the champion scored beside extraction: whatever may end the run after that, training or a check, the newest partition has its point. */
function watchedGraph(graph: RunGraph): RunGraph {
  const watch: StageInstance = { ...soleInstance('watch'), mayFail: true };
  return graph.flatMap((instance): RunGraph => {
    const { stage } = instance;
    if (stage === 'extract') return [instance, watch];
    return stage === 'check' || stage === 'fit-encoder' ? [{ ...instance, after: [watch.id] }] : [instance];
  });
}

/** The same, with the newest data checked beside what its rows are read for; nothing is published before it passed. */
function checkedGraph(graph: RunGraph): RunGraph {
  return graph.flatMap((instance): RunGraph => {
    if (instance.stage === 'extract') return [instance, soleInstance('check')];
    if (instance.stage !== 'publish') return [instance];
    return [{ ...instance, inputs: { ...instance.inputs, check: 'check' } }];
  });
}
