/**
 * The contract of one optimizer step on one rank: what goes in, what comes out, when state may be read.
 * Leaves the choice of rows to `train-loop.ts`; the eager and any compiled step implement it alike.
 */
import type { FedRows } from '../data/row-layout.js';
import type { NamedTensors } from '../network/named-tensors.js';

/** One rank's part of one global batch. */
export interface TrainBatch {
  /**
   * Number of the optimizer step, from 0: keys dropout and the learning rate. Equals the state's `step`, or `run` rejects.
   */
  readonly step: number;
  /** Rows of this part. May be 0; the step still joins the reduction. */
  readonly rows: number;
  /** Rows of the global batch over all ranks: what losses are averaged over. */
  readonly globalRows: number;
  /** Position of this part's first row within the global batch: keys dropout. */
  readonly globalOffset: number;
  /** The columns of the network's training layout, each row-major [rows, width]. */
  readonly columns: FedRows;
}

/** Mean cross-entropy in nats of each task over the *global* batch, before the update; without loss weights. */
export type StepLosses = Readonly<Record<string, number>>;

export interface TrainState {
  /** Steps taken. The only counter there is: Adam's bias correction and the schedule read it too. */
  readonly step: number;
  /** Parameters by their own names, Adam's moments as `adam/m/NAME` and `adam/v/NAME`. */
  readonly tensors: NamedTensors;
}

/**
 * All ranks call `run` for the same steps in the same order, each with its own part; each ends with the same state.
 *
 * - One call at a time: `run`, `readState`, `readParameters` and `writeState` may be called only when no `run` is pending.
 * - `run` keeps no reference to the batch's arrays after it has resolved, and does not change them.
 * - Losses are those of the global batch on every rank: they travel in the same reduction as the gradients.
 * - A loss that is NaN is returned, not thrown: the caller stops. The state is then of no use.
 * - After `run` has rejected (a lost peer, say) only `dispose` may be called.
 */
export interface TrainStep {
  run(batch: TrainBatch): Promise<StepLosses>;
  /** A copy: later steps don't change it. */
  readState(): TrainState;
  /** The same of the network's parameters alone, without the optimizer's state. */
  readParameters(): NamedTensors;
  /**
   * Replaces the whole state; copies.
   * @throws EspalierError `trainer.invalid-checkpoint` when a tensor is missing or has another shape
   */
  writeState(state: TrainState): void;
  dispose(): void;
}

/** Sums a buffer over all ranks, in place, in the same order on every rank. */
export interface GradientReducer {
  readonly worldSize: number;
  allReduceSum(buffer: Float32Array): Promise<void>;
}

/** The reducer of a training with one rank. */
export const singleRank: GradientReducer = { worldSize: 1, allReduceSum: async () => {} };

export interface OptimizerConfig {
  /** Learning rate of a step, from 0. */
  readonly learningRate: (step: number) => number;
  /** Weight of each task's loss in the objective, by task; 1 where absent. */
  readonly lossWeights: Readonly<Record<string, number>>;
  /** Pull of each leaf's parameters to where they began (`leaf-decay.ts`); with embeddings only. Default: 0. */
  readonly leafDecay?: number;
}
