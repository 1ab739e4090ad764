/** Rows of the source become features, shard by shard, and their statistics one schema. */
import { clusterColumn } from '../cluster-column.js';
import { crossFitFolds } from '../cross-fit-folds.js';
import type { StageDeclaration } from './declaration.js';
import { namedTask } from './named-task.js';

export const extract = {
  reads: ['plan'],
  work: { kind: 'fan-out' },
  specPart: (spec) => ({
    seed: spec.seed,
    tasks: spec.tasks.map((task) => ({ ...namedTask(task), label: task.label })),
    features: { minCount: spec.features.minCount },
    source: { split: spec.source.split, sample: spec.source.sample },
    evaluation: { cluster: clusterColumn(spec) },
    encoder: { folds: crossFitFolds(spec) },
  }),
  libraries: ['duckdb'],
  // A source shard that is split leaves two parts of one name, `train/NAME` and `eval/NAME`.
  shardsOf: ({ body }) => new Set(body.shards.map(({ part }) => part.split('/').at(-1))).size,
} as const satisfies StageDeclaration<'extract'>;
