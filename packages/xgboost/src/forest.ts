// Reads the structure of a forest out of XGBoost's JSON model: the leaves and splits of each tree, the base margin.
// It leaves the sets of categorical splits out; it reads single-output `gbtree` models only.
import { XGBoostError } from './xgboost-error.js';

export interface TreeLeaves {
  /** Node IDs of the leaves, ascending, as `predictLeaf` returns them. */
  readonly nodeIds: Int32Array;
  /** The margin that each leaf adds, learning rate included, in the order of `nodeIds`. */
  readonly values: Float32Array;
  /** How rows get there, or null for a tree that splits on categories. */
  readonly splits: TreeSplits | null;
}

/**
 * By node ID. A row goes left where its feature is below the threshold (as float32), and where it is missing and the
 * node says so; node 0 is the root.
 */
export interface TreeSplits {
  /** -1 for leaves. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  readonly missingLeft: Uint8Array;
}

export interface Forest {
  readonly trees: readonly TreeLeaves[];
  /** The margin (log-odds for `binary:logistic`) of a row before any tree: margin = baseMargin + sum of its leaves. */
  readonly baseMargin: number;
  readonly objective: string;
}

interface TreeModel {
  readonly left_children: readonly number[];
  readonly right_children: readonly number[];
  readonly split_conditions: readonly number[];
  readonly split_indices: readonly number[];
  readonly default_left: readonly number[];
  readonly categories_nodes: readonly number[];
}

interface LearnerModel {
  readonly learner: {
    readonly learner_model_param: {
      readonly base_score: string;
      readonly num_class: string;
      readonly num_target: string;
    };
    readonly objective: { readonly name: string };
    readonly gradient_booster: {
      readonly name: string;
      readonly model: { readonly trees: readonly TreeModel[] };
    };
  };
}

/**
 * Parses a model saved as JSON.
 * @throws XGBoostError `unsupported-model` for other boosters than `gbtree` and for more than one output
 */
export function parseForest(json: string): Forest {
  const { learner } = JSON.parse(json) as LearnerModel;
  const { base_score, num_class, num_target } = learner.learner_model_param;
  const booster = learner.gradient_booster.name;
  if (booster !== 'gbtree') {
    throw new XGBoostError('unsupported-model', `Only gbtree forests are read, but the model is ${booster}`);
  }
  const scores = parseBaseScore(base_score);
  const [baseScore] = scores;
  if (baseScore === undefined || scores.length > 1 || Number(num_class) > 1 || Number(num_target) > 1) {
    throw new XGBoostError('unsupported-model', 'Only forests with a single output are read');
  }
  const objective = learner.objective.name;
  return {
    trees: learner.gradient_booster.model.trees.map(readLeaves),
    baseMargin: baseMargin(objective, baseScore),
    objective,
  };
}

// Pruned nodes stay in the arrays, so leaves are the childless nodes that the root reaches.
function readLeaves(tree: TreeModel): TreeLeaves {
  const leaves: number[] = [];
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const left = tree.left_children[node] ?? -1;
    const right = tree.right_children[node] ?? -1;
    if (left < 0) leaves.push(node);
    else open.push(left, right);
  }
  const nodeIds = Int32Array.from(leaves).sort();
  const values = Float32Array.from(nodeIds, (node) => tree.split_conditions[node] ?? 0);
  return { nodeIds, values, splits: tree.categories_nodes.length > 0 ? null : readSplits(tree) };
}

function readSplits(tree: TreeModel): TreeSplits {
  return {
    left: Int32Array.from(tree.left_children),
    right: Int32Array.from(tree.right_children),
    feature: Int32Array.from(tree.split_indices),
    threshold: Float32Array.from(tree.split_conditions),
    missingLeft: Uint8Array.from(tree.default_left),
  };
}

/** XGBoost up to 3.0 writes `5E-1`, from 3.1 on `[5E-1]`. */
function parseBaseScore(text: string): number[] {
  return text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(Number);
}

// The file holds the base score in the objective's output space; each objective has its own link (src/objective).
function baseMargin(objective: string, baseScore: number): number {
  const link = objective.split(':')[0];
  switch (objective) {
    case 'binary:logistic':
    case 'binary:logitraw':
    case 'reg:logistic':
      return Math.log(baseScore / (1 - baseScore));
    case 'count:poisson':
    case 'reg:gamma':
    case 'reg:tweedie':
      return Math.log(baseScore);
    default:
      if (link === 'reg' || link === 'rank' || objective === 'binary:hinge') return baseScore;
      throw new XGBoostError(
        'unsupported-model',
        `The base margin of objective ${objective} is not known here`,
      );
  }
}
