/**
 * Responsible for fitting an encoder's forests one after the other, from any that are there already, finished or not.
 * Leaves to others: which forests (encoder-plan.ts), where they are saved (encoder-checkpoint.ts), the gang.
 */
import { type ForestSettings, forestParams } from '@espalier/forest';
import { DMatrix, fitSegmented, type XGBoost } from '@espalier/xgboost';
import type { PlannedForest } from './encoder-plan.js';
import { type EncoderRows, rowsOutside } from './encoder-rows.js';

export interface FittedForest {
  readonly task: string;
  readonly fold: number | null;
  readonly bytes: Uint8Array;
  /** Trees so far. */
  readonly rounds: number;
}

export interface FitProgress {
  /** Rounds over all forests, those that were there before included. */
  readonly doneSteps: number;
  readonly totalSteps: number;
  readonly rowsPerSecond: number;
  readonly forest: PlannedForest;
}

export interface FitOptions {
  readonly planned: readonly PlannedForest[];
  readonly settings: ForestSettings & { readonly checkpointEvery: number };
  /** What an earlier attempt left: all forests up to one that need not be finished. */
  readonly from: readonly FittedForest[];
  readonly onRound?: (progress: FitProgress) => void;
  /** Told the forests so far after each segment but a forest's last; awaited before the next begins. */
  readonly onSegment?: (forests: readonly FittedForest[], doneSteps: number) => Promise<void>;
}

/** @returns the forests in the plan's order. In a gang every rank calls this with its own rows and the same options. */
export async function fitForests(
  xgb: XGBoost,
  rows: EncoderRows,
  options: FitOptions,
): Promise<FittedForest[]> {
  const { planned } = options;
  const fitted: FittedForest[] = [];
  for (const fold of new Set(planned.map((forest) => forest.fold))) {
    const ofFold = planned.filter((forest) => forest.fold === fold);
    const ready = ofFold.flatMap((forest) => earlier(options, forest) ?? []);
    if (ready.length === ofFold.length && ready.every(({ rounds }, i) => rounds === ofFold[i]?.rounds)) {
      fitted.push(...ready);
      continue;
    }
    const seen = fold === null ? rows : rowsOutside(rows, fold);
    // Freed before the next fold's: together they would be as many copies of the rows as there are folds.
    await using matrix = await DMatrix.fromDense(xgb, seen.matrix, seen.rows, seen.columns, { threads: 1 });
    for (const forest of ofFold)
      fitted.push(await fitForest(xgb, matrix, seen, { ...options, forest, fitted }));
  }
  return fitted;
}

interface ForestWork extends FitOptions {
  readonly forest: PlannedForest;
  /** The forests before it. */
  readonly fitted: readonly FittedForest[];
}

async function fitForest(
  xgb: XGBoost,
  matrix: DMatrix,
  { rows, labels }: EncoderRows,
  { planned, settings, forest, fitted, onRound, onSegment, ...options }: ForestWork,
): Promise<FittedForest> {
  const { task, fold } = forest;
  const from = earlier(options, forest);
  if (from?.rounds === forest.rounds) return from;
  await matrix.setLabel(labels[task] ?? new Float32Array(0));
  const totalSteps = planned.reduce((sum, each) => sum + each.rounds, 0);
  const before = fitted.reduce((sum, each) => sum + each.rounds, 0);
  const firstRound = from?.rounds ?? 0;
  const startedMs = Date.now();
  const saved = await fitSegmented(xgb, matrix, {
    params: forestParams(settings, forest.kind),
    rounds: forest.rounds,
    segmentRounds: settings.checkpointEvery,
    seed: forest.seed,
    ...(from === undefined ? {} : { from }),
    onRound: (round) => {
      const rowsPerSecond = ((round - firstRound) * rows * 1000) / Math.max(1, Date.now() - startedMs);
      onRound?.({ doneSteps: before + round, totalSteps, rowsPerSecond, forest });
    },
    onSegment: async (segment) => {
      if (segment.rounds === forest.rounds) return;
      await onSegment?.([...fitted, { task, fold, ...segment }], before + segment.rounds);
    },
  });
  return { task, fold, ...saved };
}

function earlier(
  { from }: Pick<FitOptions, 'from'>,
  { task, fold }: PlannedForest,
): FittedForest | undefined {
  return from.find((forest) => forest.task === task && forest.fold === fold);
}
