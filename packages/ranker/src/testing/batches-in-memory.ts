/**
 * Batches of shards that lie in memory, gathered when they are asked for: what a feeder gives, without its thread.
 * Not part of the package's interface.
 */
import { planBatches } from '../data/batch-plan.js';
import type { RowLayout } from '../data/row-layout.js';
import { joinShards } from '../data/training-rows.js';
import type { BatchFeederOptions, BatchSource } from '../feeding/batch-feeder.js';
import { type SmallRows, shardOf } from './small-problem.js';

type Options = Pick<BatchFeederOptions, 'seed' | 'batchSize' | 'epochs' | 'rank' | 'worldSize' | 'firstStep'>;

export function batchesInMemory(
  parts: readonly SmallRows[],
  layout: RowLayout,
  { seed, batchSize, epochs, rank = 0, worldSize = 1, firstStep = 0 }: Options,
): BatchSource {
  const rows = joinShards(parts.map(shardOf), layout);
  const plan = planBatches(rows.rows, batchSize, seed);
  let nextStep = firstStep;
  return {
    rows: rows.rows,
    stepsPerEpoch: plan.stepsPerEpoch,
    totalSteps: plan.stepsPerEpoch * epochs,
    get nextStep() {
      return nextStep;
    },
    async next() {
      const step = nextStep++;
      const { rows: wanted, partRows, ...place } = plan.slice(step, rank, worldSize);
      return { step, ...place, rows: partRows, columns: rows.gather(wanted), release: () => {} };
    },
  };
}
