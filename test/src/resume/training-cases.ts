/** Which trainings are stopped and resumed: every kind that the product has, each on one rank and on two. */
import { type ArchitectureName, architectureNames } from '@espalier/domain';

const optimizers = ['adam', 'adagrad', 'momentum', 'sgd'] as const;
const worldSizes = [1, 2] as const;

/** What optimizers and the eager step do follows from no architecture: all are tried on these, the compiled step with Adam on the others. */
const onEveryStep: readonly ArchitectureName[] = ['towers', 'shared-bottom'];

export interface NetworkCase {
  readonly kind: 'network';
  readonly architecture: ArchitectureName;
  readonly optimizer: (typeof optimizers)[number];
  /** The eager step has Adam only. */
  readonly execution: 'compiled' | 'eager';
  readonly worldSize: number;
}

/** A forest with samples of rows and columns, whose random state XGBoost does not save. */
export interface ForestCase {
  readonly kind: 'forest';
  readonly worldSize: number;
}

export type TrainingCase = NetworkCase | ForestCase;

export const trainingCases: readonly TrainingCase[] = worldSizes.flatMap((worldSize): TrainingCase[] => [
  ...architectureNames.flatMap((architecture): TrainingCase[] => {
    const network = { kind: 'network', architecture, worldSize } as const;
    if (!onEveryStep.includes(architecture))
      return [{ ...network, optimizer: 'adam', execution: 'compiled' }];
    const compiled = optimizers.map(
      (optimizer): TrainingCase => ({ ...network, optimizer, execution: 'compiled' }),
    );
    return [...compiled, { ...network, optimizer: 'adam', execution: 'eager' }];
  }),
  { kind: 'forest', worldSize },
]);

export function caseName(training: TrainingCase): string {
  const ranks = `${training.worldSize} ${training.worldSize === 1 ? 'rank' : 'ranks'}`;
  if (training.kind === 'forest') return `forest, ${ranks}`;
  const { architecture, optimizer, execution } = training;
  return `${architecture}, ${optimizer}${execution === 'eager' ? ' (eager)' : ''}, ${ranks}`;
}

/** Steps of the made-up network's training, and rounds of the made-up forest: see made-up-data.ts. */
export const stepsOf = { network: 42, forest: 24 } as const;
/** Steps of an epoch of the network, and rounds of a segment of the forest, after which it is opened again from its bytes. */
const stepsAPart = { network: 14, forest: 3 } as const;

/**
 * Steps that are done when the first or the last step of an epoch (a segment) begins or has just ended, in order: nothing done and
 * all done among them.
 */
export function edgesOf({ kind }: TrainingCase): readonly number[] {
  const starts = Array.from(
    { length: stepsOf[kind] / stepsAPart[kind] },
    (_, part) => part * stepsAPart[kind],
  );
  const edges = starts.flatMap((start) => {
    const end = start + stepsAPart[kind];
    return [start, start + 1, end - 1, end];
  });
  return [...new Set(edges)];
}
