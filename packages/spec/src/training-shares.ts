/** Responsible for how much of the training rows is set aside. */
import type { PipelineSpec } from './pipeline-schema.js';

/** Of the training rows, where the pipeline does not say how many decide which state is kept. */
const defaultEarlyStopShare = 0.1;

/** Shares of the training rows that are set aside. */
export function trainingShares({
  earlyStop,
  encoder,
}: Pick<PipelineSpec['source']['split'], 'earlyStop' | 'encoder'>): {
  readonly earlyStop: number;
  readonly encoder: number;
} {
  return { earlyStop: earlyStop ?? defaultEarlyStopShare, encoder: encoder ?? 0 };
}
