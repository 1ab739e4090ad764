/**
 * What fixes a network: its tasks, its layers, the forest under it, and how dense columns are scaled.
 * Leaves reading the spec and the feature schema to the callers: these are plain numbers.
 */
import {
  type ArchitectureName,
  type ArchitectureSetting,
  EspalierError,
  type LeafMap,
  type TaskKindName,
} from '@espalier/domain';

export interface NetworkTask {
  readonly name: string;
  /** Tasks of one group share a tower in the `towers` architecture. */
  readonly group: string;
  /** Default: `defaultTaskKind`. */
  readonly kind?: TaskKindName | undefined;
}

/** Training statistics of a dense column, from the feature schema. */
export interface DenseColumn {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** Settings that an architecture does not have are of no effect; those that it lacks have its defaults. */
export interface NetworkConfig extends Readonly<Partial<Record<ArchitectureSetting, number | undefined>>> {
  /** In the spec's order. */
  readonly tasks: readonly NetworkTask[];
  /** How layers stand between inputs and tasks: `architectures/` has what each is. */
  readonly architecture: ArchitectureName;
  /**
   * What the network takes of the forests. Null: an embedding of each leaf. Else each forest's margin, with the training
   * statistics of that margin, in the order of `tasks`: in training those of trees that have not seen the row, beside the dense
   * columns; in serving those of the leaves.
   */
  readonly margins: readonly DenseColumn[] | null;
  /** Width of each leaf's embedding; of no effect with margins. */
  readonly embeddingDim: number;
  /** Widths of the layers over the inputs, or of each expert's layers; at least one. */
  readonly hidden: readonly number[];
  /** Widths of each tower's own layers, or of each task's; may be empty. */
  readonly tower: readonly number[];
  /** Share of activations dropped after each hidden layer in training, in [0, 1). */
  readonly dropout: number;
  /** Share of a row's leaves whose embeddings are dropped whole in training, in [0, 1); with embeddings only. Default: 0. */
  readonly leafDropout?: number;
  /**
   * Whether training starts as the forest: its margin is added to the logits, or with embeddings a trainable logit a leaf and task,
   * begun at the leaf's XGBoost value.
   */
  readonly leafSkip: boolean;
  /** Tasks to whose logits the margin is added though `leafSkip` is false; with margins only. Default: none. */
  readonly forestTasks?: readonly string[];
  /** In the training shards' order; empty where there are no dense features. */
  readonly dense: readonly DenseColumn[];
}

/**
 * Checks what a spec's schema can't promise here.
 * @throws EspalierError `trainer.invalid-config`
 */
export function checkNetworkConfig(config: NetworkConfig, leafMap: LeafMap): void {
  const names = config.tasks.map((task) => task.name);
  const problem = [
    [names.length === 0, 'there are no tasks'],
    [new Set(names).size < names.length, 'two tasks have the same name'],
    [config.hidden.length === 0, 'model.hidden is empty'],
    [
      [...config.hidden, ...config.tower, config.embeddingDim].some((width) => width < 1),
      'a layer has no units',
    ],
    [
      [config.experts, config.taskExperts, config.extractionLayers].some((count = 1) => !(count >= 1)),
      'an architecture has no experts or layers',
    ],
    [!(config.dropout >= 0 && config.dropout < 1), `model.dropout is ${config.dropout}`],
    [
      !((config.leafDropout ?? 0) >= 0 && (config.leafDropout ?? 0) < 1),
      `model.leafDropout is ${config.leafDropout}`,
    ],
    [leafMap.totalLeaves < 1, 'the forest has no leaves'],
    [
      [...config.dense, ...(config.margins ?? [])].some(({ standardDeviation }) => !(standardDeviation > 0)),
      'a dense column or a margin has no spread',
    ],
    [
      config.margins !== null && config.margins.length !== names.length,
      'there is not one margin for each task',
    ],
    [
      names.some((name) => !leafMap.forests.some(({ task }) => task === name)) &&
        (config.margins !== null || config.architecture === 'separate'),
      'a task has no forest',
    ],
  ].find(([wrong]) => wrong);
  if (problem !== undefined) {
    throw new EspalierError('trainer.invalid-config', `The network can't be built: ${problem[1]}.`);
  }
}
