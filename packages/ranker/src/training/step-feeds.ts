/**
 * What a compiled step is fed for a batch: the batch's own arrays where they are full, padded copies where they are not.
 * Leaves running the step to `compiled-train-step.ts`.
 */
import { uniformPosition } from '@espalier/tensorflow';
import type { LeafType } from '../data/row-layout.js';
import type { LeafOrdinals } from '../data/training-shard.js';
import type { Network } from '../network/network.js';
import type { TrainBatch } from './train-step.js';

type FeedArray = Float32Array | Int32Array | LeafOrdinals;

const leafArrays = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array } as const;

export class StepFeeds {
  readonly #network: Network;
  readonly #maxRows: number;
  readonly #padded: { leaves: LeafOrdinals; dense: Float32Array; labels: Float32Array };
  readonly #rowWeights: Float32Array;
  readonly #learningRate = new Float32Array(1);
  readonly #step = new Int32Array(1);
  readonly #counters: Int32Array;
  readonly #leads: Int32Array;

  constructor(network: Network, maxRows: number, leafType: LeafType) {
    const { tasks, layerWidths } = network;
    const { slots, denseColumns } = network.trainingLayout;
    this.#network = network;
    this.#maxRows = maxRows;
    this.#padded = {
      leaves: new leafArrays[leafType](maxRows * slots),
      dense: new Float32Array(maxRows * denseColumns),
      labels: new Float32Array(maxRows * tasks.length),
    };
    this.#rowWeights = new Float32Array(maxRows);
    this.#counters = new Int32Array(layerWidths.length * 4);
    this.#leads = new Int32Array(layerWidths.length);
  }

  /** Arrays to feed, good until the next call. @throws RangeError for a batch that the step was not compiled for */
  of(batch: TrainBatch, learningRate: number): Record<string, FeedArray> {
    const { rows, globalRows, globalOffset } = batch;
    if (rows > this.#maxRows) throw new RangeError(`A batch of ${rows} rows for a step of ${this.#maxRows}.`);
    const { layerWidths, trainingLayout } = this.#network;
    // Rows of weight 0 fill a short batch up: they add nothing to any sum.
    this.#rowWeights.fill(1 / globalRows, 0, rows).fill(0, rows);
    this.#learningRate[0] = learningRate;
    const { leaves, dense, labels } = rows === this.#maxRows ? batch : this.#pad(batch);
    const feeds: Record<string, FeedArray> = {
      ...(trainingLayout.slots === 0 ? {} : { leaves }),
      labels,
      rowWeights: this.#rowWeights,
      learningRate: this.#learningRate,
      ...(trainingLayout.denseColumns === 0 ? {} : { dense }),
    };
    if (!this.#network.drops) return feeds;
    this.#step[0] = batch.step;
    for (const [layer, width] of layerWidths.entries()) {
      const { counter, lead } = uniformPosition(globalOffset * width);
      this.#counters.set(counter, layer * 4);
      this.#leads.set(lead, layer);
    }
    return { ...feeds, step: this.#step, dropoutCounters: this.#counters, dropoutLeads: this.#leads };
  }

  #pad(batch: TrainBatch) {
    const { leaves, dense, labels } = this.#padded;
    leaves.fill(0).set(batch.leaves);
    dense.fill(0).set(batch.dense);
    labels.fill(0).set(batch.labels);
    return { leaves, dense, labels };
  }
}
