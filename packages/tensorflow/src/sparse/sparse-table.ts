// Responsible for `sparseTable`: a table of embeddings that tfjs sees as one small variable, and what its lookups leave
// for the optimizer.
// Leaves to others: the update of the touched rows.

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { TensorFlowError } from '../errors.js';
import { usesGpu } from '../load-tensorflow.js';
import type { TensorFlow } from '../node-backend.js';
import { type ActiveTrace, activeTrace } from '../trace/active-trace.js';
import { withEagerRowOps } from './eager-row-ops.js';
import { readEagerRows, writeEagerRows } from './eager-rows.js';
import { gatherRows } from './row-ops.js';
import { type InitialRows, type RowShape, RowStorage } from './row-storage.js';
import { TracedRowOps } from './traced-row-ops.js';

export interface SparseTableOptions extends RowShape {
  /** Names the table in a step's variables, and so its optimizer's state: `adam/m/NAME`. */
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  /** Default zeros. */
  readonly initial?: InitialRows;
}

/** The gradient of one lookup. */
export interface LookupGradient {
  /** int32 [count] */
  readonly ids: Tensor;
  /** float32 [count, width] */
  readonly rows: Tensor;
  readonly count: number;
}

type GradSaver = (tensors: Tensor[]) => void;

interface PendingGradient {
  readonly trace: ActiveTrace | undefined;
  readonly count: number;
  /** Makes it anew, since the tensors of a backward pass end with it. */
  take(): LookupGradient;
  discard(): void;
}

const tables = new WeakMap<Variable, SparseTable>();

/** The table that a variable stands for, if it does. */
export function sparseTableOf(variable: Variable): SparseTable | undefined {
  return tables.get(variable);
}

export class SparseTable implements RowShape {
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  /**
   * What tfjs sees of the table: a scalar, so that `optimizer.minimize` finds it. Its gradient is zero and means nothing.
   * The rows' gradients wait here for the optimizer.
   */
  readonly variable: Variable;
  readonly storage: RowStorage;
  readonly #tf: TensorFlow;
  #pending: PendingGradient[] = [];

  constructor(tf: TensorFlow, options: SparseTableOptions) {
    const { name, rows, width, initial = 'zeros' } = options;
    this.#tf = tf;
    this.name = name;
    this.rows = rows;
    this.width = width;
    this.storage = new RowStorage(tf, { name, rows, width }, initial);
    this.variable = tf.tidy(() => tf.variable(tf.scalar(0), true, name));
    refuseOtherOptimizers(this.variable, () => this.#pending.some(({ trace }) => trace === activeTrace()));
    tables.set(this.variable, this);
  }

  /**
   * Rows by `ids` (int32 of any shape): float32 [...ids.shape, width]. Differentiable.
   *
   * @throws TensorFlowError 'shape-mismatch' for IDs that are not int32; 'op-failed' for an ID out of range, from the step
   *   when it is compiled
   */
  lookup(ids: Tensor): Tensor {
    if (ids.dtype !== 'int32') {
      throw new TensorFlowError('shape-mismatch', `table "${this.name}" takes int32 IDs, not ${ids.dtype}`);
    }
    const tf = this.#tf;
    const find = tf.customGrad((_variable, save) => {
      const flat = tf.reshape(ids, [-1]);
      // They may be gone before the backward pass.
      (save as GradSaver)([flat]);
      return {
        value: tf.reshape(this.#gather(flat), [...ids.shape, this.width]),
        gradFunc: (dy: Tensor, [saved]: Tensor[]) => {
          if (saved !== undefined) this.#keepGradient(saved, dy);
          return tf.scalar(0);
        },
      };
    });
    return find(this.variable);
  }

  /** Copies of rows of the eager table: float32 [count, width], row-major. A compiled step has rows of its own. */
  readRows(first = 0, count = this.rows - first): Float32Array {
    return readEagerRows(this.storage, first, count);
  }

  /** Replaces rows of the eager table, from `first` on; copies. */
  writeRows(values: Float32Array, first = 0): void {
    writeEagerRows(this.storage, first, values);
  }

  /** What lookups have left since the last update, and forgets it. The tensors belong to the enclosing tf.tidy. */
  takeGradients(): LookupGradient[] {
    const trace = activeTrace();
    const mine = this.#pending.filter((each) => each.trace === trace);
    const gradients = mine.map((each) => each.take());
    this.#discard(mine);
    return gradients;
  }

  /** Forgets gradients that were computed and are not to be applied. */
  discardGradients(): void {
    this.#discard(this.#pending);
  }

  dispose(): void {
    this.discardGradients();
    this.variable.dispose();
    this.storage.dispose();
  }

  #discard(gone: readonly PendingGradient[]): void {
    for (const each of gone) each.discard();
    this.#pending = this.#pending.filter((each) => !gone.includes(each));
  }

  #gather(ids: Tensor): Tensor {
    const tf = this.#tf;
    const shape = [ids.size, this.width];
    const trace = activeTrace();
    if (trace === undefined) {
      return withEagerRowOps(tf, (ops) =>
        ops.toTensor(gatherRows(ops, this.storage, ops.ofTensor(ids)), shape, 'float32'),
      );
    }
    const ops = new TracedRowOps(trace, usesGpu(tf));
    return trace.stand(gatherRows(ops, this.storage, ops.ofTensor(ids)), shape, 'float32');
  }

  #keepGradient(ids: Tensor, dy: Tensor): void {
    const tf = this.#tf;
    const trace = activeTrace();
    const count = ids.size;
    const rows = tf.reshape(dy, [-1, this.width]);
    // Of a trace that broke off, say.
    this.#discard(this.#pending.filter((each) => each.trace !== undefined && each.trace !== trace));
    if (trace !== undefined) {
      const [idsName, rowsName] = [trace.nameOf(ids), trace.nameOf(rows)];
      const take = () => ({
        ids: trace.stand(idsName, [count], 'int32'),
        rows: trace.stand(rowsName, [count, this.width], 'float32'),
        count,
      });
      this.#pending.push({ trace, count, take, discard: () => {} });
      return;
    }
    const kept = [tf.keep(tf.clone(ids)), tf.keep(rows)] as const;
    this.#pending.push({
      trace,
      count,
      take: () => ({ ids: tf.clone(kept[0]), rows: tf.clone(kept[1]), count }),
      discard: () => {
        for (const tensor of kept) tensor.dispose();
      },
    });
  }
}

/**
 * A table of embeddings, float32 [rows, width], whose training costs what the rows cost that a batch touches, however
 * many the table has. Use `lookup` in a step, eager or compiled, and one of this package's optimizers (`adam`, `adagrad`,
 * `momentum`, `sgd`): others do not know of rows, and are refused.
 *
 * - A row that no ID of a batch names is not touched: it has no step of Adam's or momentum's decay either (lazy Adam).
 *   With `sgd` and `adagrad` that is the same as a dense table.
 * - An ID that comes several times in a batch counts once, with the sum of its gradients.
 * - Gradients of several lookups, and of several backward passes, add up until the optimizer applies them.
 * - The rows' gradients can't be changed on their way to the optimizer, as for a clip by norm: scale the loss.
 * - With a collective the rows are exchanged by the optimizer itself; `allReduceSum` is for the other gradients.
 * - A compiled step makes the rows inside the runtime: there is no copy of them outside it.
 *
 *     const items = sparseTable(tf, { name: 'items', rows: 10_000_000, width: 16, initial: { uniform: 0.05, seed: [1, 2] } });
 *     const step = await compileStep(tf, ({ ids, y }) => ({
 *       loss: optimizer.minimize(() => loss(y, tower(items.lookup(ids))), true),
 *     }), { inputs: { ids: { shape: [256, 64], dtype: 'int32' }, y: { shape: [256, 1] } } });
 *     step.readRows('items', 0, 1000);
 *
 * @throws TensorFlowError 'shape-mismatch'
 */
export function sparseTable(tf: TensorFlow, options: SparseTableOptions): SparseTable {
  return new SparseTable(tf, options);
}

/** An optimizer that does not know of rows would apply the zero gradient, and the table would never learn. */
function refuseOtherOptimizers(variable: Variable, hasGradients: () => boolean): void {
  const assign = variable.assign.bind(variable);
  variable.assign = (value) => {
    // A trace assigns too, when there are none, or what the variable had.
    if (hasGradients() && value.dataId !== variable.dataId) {
      throw new TensorFlowError(
        'unsupported',
        `"${variable.name}" is a sparse table: train it with adam, adagrad, momentum or sgd of this package, which update its rows`,
      );
    }
    assign(value);
  };
}
