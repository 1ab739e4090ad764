/**
 * Responsible for whether each split has the rows and labels that it is for, once extraction has counted them.
 * Leaves to others: counting (shard-statistics.ts).
 */
import { EspalierError, type SplitName, splitNames, type TaskOfKind } from '@espalier/domain';
import { crossFitFolds, type PipelineSpec } from '@espalier/spec';
import { foldProblems } from './check-folds.js';
import { positivesOf } from './fold-statistics.js';
import { labelKindOf } from './label-kinds/registry.js';
import type { ShardCounts } from './shard-statistics.js';

/** What a split holds. */
export interface SplitCounts {
  readonly rows: number;
  /** Rows for which each task's label is true. */
  readonly positives: Readonly<Record<string, number>>;
}

export interface CheckedSplits {
  readonly splits: Readonly<Record<SplitName, SplitCounts>>;
  /** What the run goes on in spite of, one sentence each. */
  readonly warnings: readonly string[];
}

type CheckedSpec = Pick<PipelineSpec, 'source' | 'tasks' | 'encoder' | 'model'>;

/**
 * Counts the splits and refuses what no training can be made of, or what was asked for and can't be done, all at once.
 * Held-out rows of one class only make a warning: the task's figures do not exist there, the others' do.
 * @throws EspalierError `features.empty-split`, with every problem and its path in `details.problems`
 */
export function checkSplits(statistics: readonly ShardCounts[], spec: CheckedSpec): CheckedSplits {
  const { tasks } = spec;
  const countsOf = (split: SplitName): SplitCounts => {
    const shards = statistics.filter((shard) => shard.split === split);
    const positives = Object.fromEntries(tasks.map(({ name }) => [name, positivesOf(shards, name)]));
    return { rows: shards.reduce((sum, shard) => sum + shard.rows, 0), positives };
  };
  const splits = Object.fromEntries(splitNames.map((split) => [split, countsOf(split)])) as Record<
    SplitName,
    SplitCounts
  >;
  const refused = splitNames.flatMap((split) => [...refusals(split, splits[split], tasks, spec)]);
  // A split that can't be fit at all says why itself.
  const training = statistics.filter(({ split }) => split === 'train');
  const whole = splits.train.rows > 0 && !tasks.some((task) => constantAs(splits.train, task) !== null);
  const issues = [...refused, ...(whole ? foldProblems(training, tasks, crossFitFolds(spec)) : [])];
  if (issues.length > 0) {
    const said = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new EspalierError('features.empty-split', `The rows can't be split so: ${said}.`, {
      details: { problems: issues },
    });
  }
  return { splits, warnings: [...warningsOf(splits, tasks, spec)] };
}

interface SplitIssue {
  readonly path: string;
  readonly message: string;
}

function* refusals(
  split: SplitName,
  counts: SplitCounts,
  tasks: readonly TaskOfKind[],
  spec: CheckedSpec,
): Generator<SplitIssue> {
  const path = pathOf(split, spec);
  if (path === null) return;
  if (counts.rows === 0) {
    yield { path, message: `no row is left ${purposes[split]}` };
    return;
  }
  // Without rows of the encoder's own, the fold of what is learnt from says it of all of them.
  if (split === 'eval' || (split === 'train' && (spec.source.split.encoder ?? 0) === 0)) return;
  const constant = tasks.flatMap((task) => {
    const value = constantAs(counts, task);
    return value === null ? [] : [`${task.name} is ${value}`];
  });
  if (constant.length === 0) return;
  const labels = constant.join(', ');
  yield { path, message: `of the ${counts.rows} rows ${purposes[split]}, the label of ${labels} for all` };
}

const purposes: Readonly<Record<SplitName, string>> = {
  train: 'to train on',
  eval: 'to measure the model on',
  earlyStop: 'to choose the best state on',
  encoder: 'to fit the trees on',
};

/** The key that says how many rows the split has; null where the split may lack rows or a class. */
function pathOf(split: SplitName, { source }: CheckedSpec): string | null {
  switch (split) {
    case 'train':
      return 'source.train';
    case 'eval':
      return source.eval === undefined ? 'source.split.eval' : 'source.eval';
    case 'earlyStop':
    case 'encoder':
      return (source.split[split] ?? 0) > 0 ? `source.split.${split}` : null;
  }
}

function* warningsOf(
  splits: CheckedSplits['splits'],
  tasks: readonly TaskOfKind[],
  { source }: CheckedSpec,
): Generator<string> {
  for (const task of tasks) {
    const value = constantAs(splits.eval, task);
    if (value === null) continue;
    yield `The label of task ${task.name} is ${value} for every held-out row: its AUC does not exist there.`;
  }
  if (source.split.earlyStop !== undefined) return;
  const counts = splits.earlyStop;
  const untold = tasks.filter((task) => constantAs(counts, task) !== null).map(({ name }) => name);
  if (untold.length === 0) return;
  const why = counts.rows === 0 ? 'There are no early-stop rows' : 'Early-stop rows have one class only';
  yield `${why} for ${untold.join(', ')}: nothing can show a gain, so the forest's scores are kept there. Give more rows, or a larger source.split.earlyStop.`;
}

function constantAs({ rows, positives }: SplitCounts, task: TaskOfKind): string | null {
  return labelKindOf(task).constantAs({ rows, positives: positives[task.name] ?? 0 });
}
