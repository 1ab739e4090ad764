/** Which trainings are stopped and resumed: every kind that the product has, each on one rank and on two. */
import { type ArchitectureName, architectureNames } from '@espalier/domain';

const optimizers = ['adam', 'adagrad', 'momentum', 'sgd'] as const;
const worldSizes = [1, 2] as const;

export interface NetworkCase {
  readonly kind: 'network';
  readonly architecture: ArchitectureName;
  /** What it takes of the forests (`model.leaves`). */
  readonly leaves: 'embeddings' | 'margins';
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

/**
 * Every architecture over all that it may take of the forests, on one rank and on two. What
 * optimizers and the eager step do follows from no architecture: all are tried on one.
 */
export const trainingCases: readonly TrainingCase[] = worldSizes.flatMap((worldSize): TrainingCase[] => {
  const network = { kind: 'network', execution: 'compiled', worldSize } as const;
  const adam = (leaves: NetworkCase['leaves']) =>
    architectureNames.map((architecture): NetworkCase => {
      return { ...network, architecture, leaves, optimizer: 'adam' };
    });
  const towers = { ...network, architecture: 'towers', leaves: 'embeddings' } as const;
  return [
    ...adam('embeddings'),
    ...adam('margins'),
    ...optimizers.slice(1).map((optimizer): NetworkCase => ({ ...towers, optimizer })),
    { ...towers, optimizer: 'adam', execution: 'eager' },
    { ...towers, leaves: 'margins', optimizer: 'adam', execution: 'eager' },
    { kind: 'forest', worldSize },
  ];
});

export function caseName(training: TrainingCase): string {
  const ranks = `${training.worldSize} ${training.worldSize === 1 ? 'rank' : 'ranks'}`;
  if (training.kind === 'forest') return `forest, ${ranks}`;
  const { architecture, leaves, optimizer, execution } = training;
  return `${architecture}${leaves === 'margins' ? ' over margins' : ''}, ${optimizer}${execution === 'eager' ? ' (eager)' : ''}, ${ranks}`;
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
