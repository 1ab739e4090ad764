/** Responsible for which forests are fitted side by side in a rank; pure, so that every rank comes to the same answer by itself. */
import type { PlannedForest } from './encoder-plan.js';

/** More fit no faster where a rank has a core: two fill the time in which one waits for the other ranks. */
const mostLanes = 2;
/** XGBoost's memory for a matrix: a number with its column for each cell, and the cell's bin. */
const bytesPerCell = 9;
/** What further lanes' copies of the rows may take in a rank. Where rows are many, waits are short beside the work anyway. */
const mostCopiedBytes = 256 * 2 ** 20;

export interface EncoderSize {
  /** Rows that all ranks fit on together. */
  readonly rows: number;
  readonly columns: number;
  readonly worldSize: number;
}

/** How many forests a rank fits at once, >= 1. It is no part of what fixes their bytes. */
export function laneCount(
  planned: readonly PlannedForest[],
  { rows, columns, worldSize }: EncoderSize,
): number {
  const copyBytes = (rows / worldSize) * columns * bytesPerCell;
  const affordable = 1 + Math.floor(mostCopiedBytes / Math.max(1, copyBytes));
  return Math.min(mostLanes, affordable, unitsOf(planned).length);
}

/**
 * For each lane its forests in the plan's order. A fold's forests share a copy of the rows, so they stay together; each goes where there is least
 * to do so far.
 */
export function forestsOfLanes(planned: readonly PlannedForest[], lanes: number): PlannedForest[][] {
  const shares = Array.from({ length: lanes }, (): PlannedForest[] => []);
  const workOf = new Array<number>(lanes).fill(0);
  const folds = new Set(planned.map(({ fold }) => fold).filter((fold) => fold !== null)).size;
  for (const unit of unitsOf(planned)) {
    const lane = workOf.indexOf(Math.min(...workOf));
    shares[lane]?.push(...unit);
    const rounds = unit.reduce((sum, forest) => sum + forest.rounds, 0);
    // Of a share that has one fold nobody knows how many there are.
    const seenShare = unit[0]?.fold === null || folds === 1 ? 1 : (folds - 1) / folds;
    workOf[lane] = (workOf[lane] ?? 0) + rounds * seenShare;
  }
  return shares;
}

/** What goes to a lane as a whole: a main forest, or all forests of a fold. */
function unitsOf(planned: readonly PlannedForest[]): PlannedForest[][] {
  return [...new Set(planned.map(({ fold }) => fold))].flatMap((fold) => {
    const ofFold = planned.filter((forest) => forest.fold === fold);
    return fold === null ? ofFold.map((forest) => [forest]) : [ofFold];
  });
}
