/**
 * Responsible for fitting an encoder's forests, several at once where there are lanes for them, from any that are there already, finished or not.
 * Leaves to others: which forests (encoder-plan.ts), on which lane (encoder-lanes.ts), where they are saved (encoder-checkpoint.ts), the gang.
 */
import { type ForestSettings, forestParams } from '@espalier/forest';
import { DMatrix, fitSegmented, type XGBoost } from '@espalier/xgboost';
import { forestsOfLanes } from './encoder-lanes.js';
import type { PlannedForest } from './encoder-plan.js';
import { type EncoderRows, rowsOutside } from './encoder-rows.js';
import { ForestsSoFar } from './forests-so-far.js';

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
  /** Since this fit began, over all lanes. */
  readonly rowsPerSecond: number;
  /** Those that are being fitted, in the plan's order. */
  readonly forests: readonly PlannedForest[];
}

export interface FitOptions {
  readonly planned: readonly PlannedForest[];
  readonly settings: ForestSettings & { readonly checkpointEvery: number };
  /** What an earlier attempt left: forests, of which some need not be finished. */
  readonly from: readonly FittedForest[];
  readonly onRound?: (progress: FitProgress) => void;
  /**
   * Told the forests so far, as they were at their segments' ends, after each segment but the last of all; awaited before the lane
   * goes on.
   */
  readonly onSegment?: (forests: readonly FittedForest[], doneSteps: number) => Promise<void>;
}

/**
 * @param lanes one instance a lane; in a gang the same number on every rank, each in a gang of its own with its like
 * @returns the forests in the plan's order, the same whatever the number of lanes. In a gang every rank calls this with its own rows
 * and the same options.
 */
export async function fitForests(
  lanes: readonly XGBoost[],
  rows: EncoderRows,
  options: FitOptions,
): Promise<FittedForest[]> {
  const { planned, from } = options;
  const sofar = new ForestsSoFar(planned, from);
  const shares = forestsOfLanes(planned, lanes.length);
  await Promise.all(lanes.map((xgb, lane) => fitLane(xgb, rows, shares[lane] ?? [], { ...options, sofar })));
  return sofar.saved();
}

interface LaneOptions extends FitOptions {
  readonly sofar: ForestsSoFar;
}

async function fitLane(
  xgb: XGBoost,
  rows: EncoderRows,
  mine: readonly PlannedForest[],
  options: LaneOptions,
): Promise<void> {
  const unfinished = mine.filter((forest) => !options.sofar.isFinished(forest));
  for (const fold of new Set(unfinished.map((forest) => forest.fold))) {
    const seen = await seenRows(xgb, rows, fold);
    // Freed before the next fold's: together they would be as many copies of the rows as there are folds.
    await using _matrix = seen.matrix;
    for (const forest of unfinished.filter((each) => each.fold === fold)) {
      await fitForest(xgb, seen, forest, options);
    }
  }
}

interface SeenRows {
  readonly matrix: DMatrix;
  readonly rows: number;
  readonly labels: EncoderRows['labels'];
}

/** The rows that the fold's forests see, in XGBoost's memory alone. */
async function seenRows(xgb: XGBoost, all: EncoderRows, fold: number | null): Promise<SeenRows> {
  const { matrix, rows, columns, labels } = fold === null ? all : rowsOutside(all, fold);
  return { matrix: await DMatrix.fromDense(xgb, matrix, rows, columns, { threads: 1 }), rows, labels };
}

async function fitForest(
  xgb: XGBoost,
  { matrix, rows, labels }: SeenRows,
  forest: PlannedForest,
  { settings, sofar, onRound, onSegment }: LaneOptions,
): Promise<void> {
  await matrix.setLabel(labels[forest.task] ?? new Float32Array(0));
  const from = sofar.of(forest);
  await fitSegmented(xgb, matrix, {
    params: forestParams(settings, forest.kind),
    rounds: forest.rounds,
    segmentRounds: settings.checkpointEvery,
    seed: forest.seed,
    ...(from === undefined ? {} : { from }),
    onRound: (round) => onRound?.(sofar.boosted(forest, round, rows)),
    onSegment: async (segment) => {
      sofar.save(forest, segment);
      if (sofar.isWhole()) return;
      const forests = sofar.saved();
      await onSegment?.(
        forests,
        forests.reduce((sum, each) => sum + each.rounds, 0),
      );
    },
  });
}
