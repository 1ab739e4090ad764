/**
 * Which rows each step trains on, and which of them are a rank's: a function of (seed, step, rank), never of history.
 * Leaves reading the rows to `training-rows.ts`.
 */
import { type RowPermutation, rowPermutation } from './row-permutation.js';

/** Where a rank's part of a step's global batch lies. */
interface BatchPart {
  readonly epoch: number;
  /** Rows of this part. May be 0 in an epoch's last, short batch. */
  readonly partRows: number;
  /** Rows of the global batch over all ranks. */
  readonly globalRows: number;
  /** Position of the part's first row within the global batch. */
  readonly globalOffset: number;
}

interface BatchSlice extends BatchPart {
  /** This rank's rows, in their order within the global batch. */
  readonly rows: Uint32Array;
}

export interface BatchPlan {
  readonly stepsPerEpoch: number;
  /** As `slice`, without working out the rows. */
  part(step: number, rank: number, worldSize: number): BatchPart;
  slice(step: number, rank: number, worldSize: number): BatchSlice;
}

/** The last batch of an epoch is short, so that an epoch sees each row once. */
export function stepsPerEpoch(rows: number, batchSize: number): number {
  return Math.ceil(rows / batchSize);
}

/** Rows that so many steps have seen, over all ranks. */
export function rowsAfter(steps: number, rows: number, batchSize: number): number {
  const perEpoch = stepsPerEpoch(rows, batchSize);
  const epochs = Math.floor(steps / perEpoch);
  return epochs * rows + (steps - epochs * perEpoch) * batchSize;
}

/** Rows of the largest part of a batch that any rank ever gets: a batch is never more than all rows. */
export function largestPartRows(rows: number, batchSize: number, worldSize: number): number {
  return Math.ceil(Math.min(batchSize, rows) / worldSize);
}

/** @param batchSize rows of the *global* batch */
export function planBatches(rows: number, batchSize: number, seed: number): BatchPlan {
  const steps = stepsPerEpoch(rows, batchSize);
  let cached: { epoch: number; permute: RowPermutation } | null = null;
  const part = (step: number, rank: number, worldSize: number): BatchPart => {
    const globalRows = Math.min(batchSize, rows - (step % steps) * batchSize);
    const globalOffset = Math.floor((globalRows * rank) / worldSize);
    const end = Math.floor((globalRows * (rank + 1)) / worldSize);
    return { epoch: Math.floor(step / steps), partRows: end - globalOffset, globalRows, globalOffset };
  };
  return {
    stepsPerEpoch: steps,
    part,
    slice(step, rank, worldSize) {
      const place = part(step, rank, worldSize);
      const { epoch, partRows, globalOffset } = place;
      if (cached?.epoch !== epoch) cached = { epoch, permute: rowPermutation(rows, seed, epoch) };
      const first = (step % steps) * batchSize + globalOffset;
      const slice = new Uint32Array(partRows);
      for (let index = 0; index < partRows; index++) slice[index] = cached.permute(first + index);
      return { ...place, rows: slice };
    },
  };
}
