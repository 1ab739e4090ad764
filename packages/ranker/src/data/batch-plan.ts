/**
 * Which rows each step trains on, and which of them are a rank's: a function of (seed, step, rank), never of history.
 * Leaves reading the rows to `training-rows.ts`.
 */
import { type RowPermutation, rowPermutation } from './row-permutation.js';

interface BatchSlice {
  readonly epoch: number;
  /** This rank's rows, in their order within the global batch. May be empty in an epoch's last, short batch. */
  readonly rows: Uint32Array;
  /** Rows of the global batch over all ranks. */
  readonly globalRows: number;
  /** Position of `rows[0]` within the global batch. */
  readonly globalOffset: number;
}

export interface BatchPlan {
  readonly stepsPerEpoch: number;
  slice(step: number, rank: number, worldSize: number): BatchSlice;
}

/** The last batch of an epoch is short, so that an epoch sees each row once. */
export function stepsPerEpoch(rows: number, batchSize: number): number {
  return Math.ceil(rows / batchSize);
}

/** @param batchSize rows of the *global* batch */
export function planBatches(rows: number, batchSize: number, seed: number): BatchPlan {
  const steps = stepsPerEpoch(rows, batchSize);
  let cached: { epoch: number; permute: RowPermutation } | null = null;
  return {
    stepsPerEpoch: steps,
    slice(step, rank, worldSize) {
      const epoch = Math.floor(step / steps);
      if (cached?.epoch !== epoch) cached = { epoch, permute: rowPermutation(rows, seed, epoch) };
      const first = (step % steps) * batchSize;
      const globalRows = Math.min(batchSize, rows - first);
      const globalOffset = Math.floor((globalRows * rank) / worldSize);
      const end = Math.floor((globalRows * (rank + 1)) / worldSize);
      const slice = new Uint32Array(end - globalOffset);
      for (let index = 0; index < slice.length; index++) {
        slice[index] = cached.permute(first + globalOffset + index);
      }
      return { epoch, rows: slice, globalRows, globalOffset };
    },
  };
}
