/** Responsible for what of an encoder is a rank's: rows, forests, and a checkpoint of its own; pure, so that every rank comes to the same answer by itself. */
import type { PipelineSpec } from '@espalier/spec';
import { forestsOfLanes } from './encoder-lanes.js';
import { type PlannedForest, plannedForests } from './encoder-plan.js';

export interface EncoderShare {
  /** Of all forests, those that the rank fits, in the plan's order of its groups. */
  readonly forests: readonly PlannedForest[];
  /** The rows that it fits on are those of this rank among so many. */
  readonly rowsOf: { readonly rank: number; readonly worldSize: number };
  /** The rank that saves what this one fits, and whose checkpoint it goes on from. */
  readonly saver: number;
  /** Whether ranks sum histograms. */
  readonly isTogether: boolean;
}

export function encoderShare(
  spec: Pick<PipelineSpec, 'seed' | 'tasks' | 'encoder' | 'model' | 'source'>,
  { rank, worldSize }: { readonly rank: number; readonly worldSize: number },
): EncoderShare {
  const planned = plannedForests(spec);
  if (spec.encoder.distribute !== 'forests') {
    return { forests: planned, rowsOf: { rank, worldSize }, saver: 0, isTogether: true };
  }
  const forests = forestsOfLanes(planned, worldSize)[rank] ?? [];
  return { forests, rowsOf: { rank: 0, worldSize: 1 }, saver: rank, isTogether: false };
}
