/** The graph of a comparison: one encoder, the variants' trainings and evaluations beside each other, then one report; pure. */
import { type ComparisonPlan, type RunGraph, type StageInstance, trainingName } from '@espalier/domain';
import { soleInstance } from './train-graph.js';

const shared = ['plan', 'extract', 'fit-encoder', 'encode'] as const;

/** Names of the variants' trainings, in the order in which they wait for slots: each variant's first before any second. */
export function trainingsOf({ variants }: ComparisonPlan): readonly string[] {
  const seeds = Math.max(0, ...variants.map((variant) => variant.seeds));
  return Array.from({ length: seeds }, (_, seed) =>
    variants.filter((variant) => seed < variant.seeds).map(({ name }) => trainingName(name, seed)),
  ).flat();
}

/** `plan` to `encode` once; `train.NAME` and `evaluate.NAME` for each training, which are variants of the run; `compare`. */
export function compareGraph(comparison: ComparisonPlan): RunGraph {
  const trainings = trainingsOf(comparison);
  const ofTraining = (name: string): StageInstance[] => [
    variantOf('train', name, {}),
    variantOf('evaluate', name, { train: `train.${name}` }),
  ];
  const compared = trainings.flatMap((name) => [`train.${name}`, `evaluate.${name}`]);
  const compare: StageInstance = {
    ...soleInstance('compare'),
    params: { comparison },
    inputs: { ...soleInstance('compare').inputs, ...Object.fromEntries(compared.map((id) => [id, id])) },
  };
  return [...shared.map(soleInstance), ...trainings.flatMap(ofTraining), compare];
}

function variantOf(
  stage: 'train' | 'evaluate',
  variant: string,
  inputs: Readonly<Record<string, string>>,
): StageInstance {
  const sole = soleInstance(stage);
  return { ...sole, id: `${stage}.${variant}`, params: { variant }, inputs: { ...sole.inputs, ...inputs } };
}
