/**
 * What a compiled step is fed for a batch: the batch's own arrays where they are full, padded copies where they are not.
 * Leaves running the step to `compiled-train-step.ts`.
 */
import { uniformPosition } from '@espalier/tensorflow';
import type { FedRows, FedValues } from '../data/row-layout.js';
import { emptyRows } from '../data/training-rows.js';
import type { Network } from '../network/network.js';
import type { TrainBatch } from './train-step.js';

type FeedArray = FedValues | Int32Array;

export class StepFeeds {
  readonly #network: Network;
  readonly #maxRows: number;
  readonly #padded: FedRows;
  readonly #rowWeights: Float32Array;
  readonly #learningRate = new Float32Array(1);
  readonly #step = new Int32Array(1);
  readonly #counters: Int32Array;
  readonly #leads: Int32Array;

  constructor(network: Network, maxRows: number) {
    const { layerWidths, trainingLayout } = network;
    this.#network = network;
    this.#maxRows = maxRows;
    this.#padded = emptyRows(trainingLayout, maxRows);
    this.#rowWeights = new Float32Array(maxRows);
    this.#counters = new Int32Array(layerWidths.length * 4);
    this.#leads = new Int32Array(layerWidths.length);
  }

  /** Arrays to feed, good until the next call. @throws RangeError for a batch that the step was not compiled for */
  of(batch: TrainBatch, learningRate: number): Record<string, FeedArray> {
    const { rows, globalRows, globalOffset } = batch;
    if (rows > this.#maxRows) throw new RangeError(`A batch of ${rows} rows for a step of ${this.#maxRows}.`);
    const { layerWidths } = this.#network;
    // Rows of weight 0 fill a short batch up: they add nothing to any sum.
    this.#rowWeights.fill(1 / globalRows, 0, rows).fill(0, rows);
    this.#learningRate[0] = learningRate;
    const feeds: Record<string, FeedArray> = {
      ...(rows === this.#maxRows ? batch.columns : this.#pad(batch.columns)),
      rowWeights: this.#rowWeights,
      learningRate: this.#learningRate,
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

  #pad(columns: FedRows): FedRows {
    for (const [name, padded] of Object.entries(this.#padded)) padded.fill(0).set(columns[name] ?? []);
    return this.#padded;
  }
}
