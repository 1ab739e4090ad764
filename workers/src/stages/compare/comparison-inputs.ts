/** Decides which trainings a `compare` instance compares, by the names of what it reads; pure. */
import { type ComparisonPlan, trainingName } from '@espalier/domain';
import type { StageContext } from '@espalier/workflows';
import type { TrainingToCompare } from './jobs.js';

export function comparisonOf({ params }: StageContext): ComparisonPlan {
  if (params?.comparison === undefined) throw new RangeError('a compare stage was not told what to compare');
  return params.comparison;
}

/** Each variant's in turn, by seed. */
export function trainingsToCompare(context: StageContext): TrainingToCompare[] {
  const { inputs } = context;
  return comparisonOf(context).variants.flatMap(({ name, seeds }) =>
    Array.from({ length: seeds }, (_, seed): TrainingToCompare => {
      const training = trainingName(name, seed);
      const train = inputs[`train.${training}`];
      const evaluate = inputs[`evaluate.${training}`];
      if (train === undefined || evaluate === undefined) throw new RangeError(`${training} was not trained`);
      return { variant: name, seed, train, evaluate };
    }),
  );
}
