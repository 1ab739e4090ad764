/**
 * A network's predictions as one native call for so many rows: over embeddings most of the time of an eager call goes into arrays that are made for it and
 * thrown away.
 * Leaves to others: which rows, and whose parameters (state-scores.ts).
 */
import { type CompiledStep, compileStep, type TensorFlow } from '@espalier/tensorflow';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { FedRows, RowLayout } from '../data/row-layout.js';
import { emptyRows } from '../data/training-rows.js';
import type { NamedTensor, NamedTensors } from '../network/named-tensors.js';
import type { Network } from '../network/network.js';
import { placeholderTensors } from '../network/row-tensors.js';
import { tensorOps } from '../network/tensor-ops.js';
import { predictions } from '../task-kinds/predictions.js';

/** Rows of a call: enough to amortise the products of all entries that they name, few enough that little of the last call is in vain. */
export const rowsOfCall = 1024;

export class CompiledPredictions implements Disposable {
  readonly #padded: FedRows;

  private constructor(
    private readonly compiled: CompiledStep,
    layout: RowLayout,
  ) {
    this.#padded = emptyRows(layout, rowsOfCall);
  }

  /** @param state what the parameters begin as; `write` replaces them */
  static async compile(tf: TensorFlow, network: Network, state: NamedTensors): Promise<CompiledPredictions> {
    const layout = network.servingLayout.filter(({ name }) => name !== 'labels');
    const variables = new Map<string, Variable>();
    const predict = (given: Readonly<Record<string, Tensor>>) => {
      const { inputs } = placeholderTensors(tf, layout, network.slotOffsets, given);
      const logits = network.forward(variables, inputs, { training: null });
      const predicted = predictions(tensorOps(tf, variables, null), network.kinds, logits);
      return { predicted: tf.transpose(predicted) };
    };
    try {
      for (const [name, { shape, values }] of parametersOf(network, state)) {
        variables.set(
          name,
          tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), false, name)),
        );
      }
      const inputs = Object.fromEntries(
        layout.map(({ name, dtype, width }) => [name, { shape: [rowsOfCall, width], dtype }]),
      );
      const compiled = await compileStep(tf, predict, {
        ...{ inputs, label: "the network's predictions", isPure: true, session: { threads: 1 } },
      });
      return new CompiledPredictions(compiled, layout);
    } finally {
      // From here on they live in the runtime.
      for (const variable of variables.values()) variable.dispose();
    }
  }

  /** Takes another state's parameters; copies. */
  write(network: Network, state: NamedTensors): void {
    this.compiled.writeVariables(new Map(parametersOf(network, state)));
  }

  /** Float32 [tasks, `rowsOfCall`], of which the first `rows` of each task count. @param columns of at most `rowsOfCall` rows */
  predict(columns: FedRows, rows: number): Float32Array {
    const fed = rows === rowsOfCall ? pick(columns, this.#padded) : this.#pad(columns);
    return this.compiled.runSync(fed).predicted?.values as Float32Array;
  }

  [Symbol.dispose](): void {
    this.compiled.dispose();
  }

  #pad(columns: FedRows): FedRows {
    for (const [name, padded] of Object.entries(this.#padded)) padded.fill(0).set(columns[name] ?? []);
    return this.#padded;
  }
}

/** Those that are fed: a step refuses others. */
function pick(columns: FedRows, fed: FedRows): FedRows {
  return Object.fromEntries(Object.keys(fed).map((name) => [name, columns[name] as FedRows[string]]));
}

/** @throws RangeError for a state that lacks some */
export function parametersOf(network: Network, state: NamedTensors): [string, NamedTensor][] {
  return network.parameters.map(({ name }) => {
    const given = state.get(name);
    if (given === undefined) throw new RangeError(`The state lacks ${name}.`);
    return [name, given];
  });
}
