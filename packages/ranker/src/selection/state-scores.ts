/** What states of a network predict for the same rows, one after the other: outside the training step, without dropout. */
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { FedRows } from '../data/row-layout.js';
import type { NamedTensors } from '../network/named-tensors.js';
import type { Network } from '../network/network.js';
import type { NetworkInputs } from '../network/network-inputs.js';
import { rowTensors } from '../network/row-tensors.js';
import { tensorOps } from '../network/tensor-ops.js';
import { predictions } from '../task-kinds/predictions.js';
import { CompiledPredictions, parametersOf, rowsOfCall } from './compiled-predictions.js';
import type { EarlyStopRows } from './early-stop-rows.js';

export interface StateScorer extends Disposable {
  /** Predictions, float32 [end - start] by task, of rows `[start, end)`. */
  score(start: number, end: number): Record<string, Float32Array>;
}

export interface StateScoresOptions {
  readonly tf: TensorFlow;
  readonly network: Network;
  readonly rows: Pick<EarlyStopRows, 'gather'>;
  /** Whether a network over embeddings is called as one native call. Default false. */
  readonly compiled?: boolean;
}

export class StateScores implements Disposable {
  readonly #options: StateScoresOptions;
  /** Margins of rows by the first of them: what the forests say of a row takes longer to add up than a network over margins does, and is the same for every state. */
  readonly #margins = new Map<number, Float32Array>();
  #compiled: CompiledPredictions | null = null;

  constructor(options: StateScoresOptions) {
    this.#options = options;
  }

  /** Copies the state's parameters; others among the tensors, such as an optimizer's, are left out. One at a time. */
  async open(state: NamedTensors): Promise<StateScorer> {
    const { tf, network, compiled } = this.#options;
    // One over margins takes less than it would to compile it.
    if (compiled === true && network.config.margins === null) {
      if (this.#compiled === null) this.#compiled = await CompiledPredictions.compile(tf, network, state);
      else this.#compiled.write(network, state);
      return this.#byCompiled(this.#compiled);
    }
    return this.#byOps(state);
  }

  [Symbol.dispose](): void {
    this.#compiled?.[Symbol.dispose]();
    this.#compiled = null;
  }

  #byCompiled(compiled: CompiledPredictions): StateScorer {
    const { network, rows: held } = this.#options;
    return {
      score: (start, end) => {
        const rows = end - start;
        const scores = Object.fromEntries(network.tasks.map((task) => [task, new Float32Array(rows)]));
        for (let first = start; first < end; first += rowsOfCall) {
          const count = Math.min(rowsOfCall, end - first);
          const predicted = compiled.predict(held.gather(first, first + count), count);
          for (const [index, task] of network.tasks.entries()) {
            const from = index * rowsOfCall;
            scores[task]?.set(predicted.subarray(from, from + count), first - start);
          }
        }
        return scores;
      },
      [Symbol.dispose]: () => {},
    };
  }

  #byOps(state: NamedTensors): StateScorer {
    const { tf, network } = this.#options;
    const parameters = new Map<string, Tensor>(
      parametersOf(network, state).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
    );
    return {
      score: (start, end) =>
        tf.tidy(() => {
          const rows = end - start;
          const logits = network.forward(parameters, this.#inputs(start, end), { training: null });
          const predicted = predictions(tensorOps(tf, parameters, null), network.kinds, logits);
          const scores = tf.transpose(predicted).dataSync() as Float32Array;
          return Object.fromEntries(
            network.tasks.map((task, index) => [task, scores.slice(index * rows, (index + 1) * rows)]),
          );
        }),
      [Symbol.dispose]: () => {
        for (const tensor of parameters.values()) tensor.dispose();
      },
    };
  }

  #inputs(start: number, end: number): NetworkInputs<Tensor> {
    const { network, rows } = this.#options;
    const columns = rows.gather(start, end);
    if (network.config.margins === null) return this.#tensors(network.servingLayout, end - start, columns);
    const margins = this.#marginsOf(start, end, columns);
    return this.#tensors(network.trainingLayout, end - start, { ...columns, margins });
  }

  #marginsOf(start: number, end: number, columns: FedRows): Float32Array {
    const { tf, network } = this.#options;
    const known = this.#margins.get(start);
    if (known?.length === (end - start) * network.tasks.length) return known;
    const summed = tf.tidy(() =>
      network.margins(this.#tensors(network.servingLayout, end - start, columns))?.dataSync(),
    ) as Float32Array;
    this.#margins.set(start, summed);
    return summed;
  }

  #tensors(layout: Network['servingLayout'], rows: number, columns: FedRows): NetworkInputs<Tensor> {
    const { tf, network } = this.#options;
    return rowTensors(tf, layout, network.slotOffsets, { rows, columns }).inputs;
  }
}
