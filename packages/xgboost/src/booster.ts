// A forest being trained or used: parameters, rounds, predictions, leaves, bytes.
// It leaves the loop over rounds and its checkpoints to `fitSegmented`.
import type { DMatrix } from './d-matrix.js';
import { type Forest, parseForest } from './forest.js';
import { addressOf, copyInto, readText } from './native-memory.js';
import type { XGBoost } from './xgboost.js';
import { XGBoostError } from './xgboost-error.js';

/** XGBoost's own parameters by their own names: https://xgboost.readthedocs.io/en/stable/parameter.html */
export type BoosterParams = Readonly<Record<string, string | number>>;

export interface PredictOptions {
  /** `probability` is the objective's output space (for regression the value itself). Default `probability`. */
  readonly output?: 'probability' | 'margin';
  /** Rounds to use, from inclusive to exclusive. Default: all. */
  readonly rounds?: readonly [from: number, to: number];
}

export interface LeafIndices {
  /** Row-major rows x trees: the node ID of the leaf that the row reached in the tree. */
  readonly leaves: Int32Array;
  readonly rows: number;
  readonly trees: number;
}

const predictionType = { probability: 0, margin: 1, leaf: 6 } as const;

export class Booster {
  readonly #xgb: XGBoost;
  #handle: bigint | undefined;

  private constructor(xgb: XGBoost, handle: bigint) {
    this.#xgb = xgb;
    this.#handle = handle;
  }

  /**
   * Makes an empty booster. Naming the matrices that it will meet lets XGBoost keep their margins between rounds
   * instead of predicting them anew. XGBoost checks most parameters only at the first update.
   */
  static async create(
    xgb: XGBoost,
    params: BoosterParams,
    matrices: readonly DMatrix[] = [],
  ): Promise<Booster> {
    const handles = BigUint64Array.from(matrices, (matrix) => matrix.handle);
    const out = new BigUint64Array(1);
    const handle = await xgb.calls.callThen(
      'XGBoosterCreate',
      [handles, handles.length, out],
      () => out[0] ?? 0n,
    );
    const booster = new Booster(xgb, handle);
    await booster.#orDispose(() => booster.setParams(params));
    return booster;
  }

  /**
   * Opens a model from bytes (`ubj` or `json`). The bytes hold the forest and its objective, not the training
   * parameters: pass those again to train on.
   * @throws XGBoostError `native-failed` when the bytes are not a model
   */
  static async load(
    xgb: XGBoost,
    bytes: Uint8Array,
    params: BoosterParams = {},
    matrices: readonly DMatrix[] = [],
  ): Promise<Booster> {
    const booster = await Booster.create(xgb, {}, matrices);
    await booster.#orDispose(async () => {
      await xgb.calls.call('XGBoosterLoadModelFromBuffer', booster.#live(), bytes, bytes.length);
      await booster.setParams(params);
    });
    return booster;
  }

  async setParams(params: BoosterParams): Promise<void> {
    for (const [name, value] of Object.entries(params)) {
      await this.#xgb.calls.call('XGBoosterSetParam', this.#live(), name, String(value));
    }
  }

  /**
   * Draws from here on as a booster that is opened from this one's bytes with `params`, and keeps the margins that XGBoost has for its matrices.
   * For forests of `tree_method` `hist` on a CPU.
   */
  async restart(
    params: BoosterParams & { readonly tree_method: 'hist'; readonly seed: number },
  ): Promise<void> {
    // Of the same method XGBoost goes on with its updater, and with the column sampler in it; a seed it takes only where it is another one.
    await this.setParams({ tree_method: 'approx', seed: params.seed ^ 1 });
    // Its parameters take effect when it is used.
    await this.boostedRounds();
    await this.setParams(params);
  }

  /**
   * Boosts one round on `train`, whose labels are set. `iteration` counts from 0. In a gang this is a collective.
   * @throws XGBoostError `native-failed` (bad parameter or label), `collective-failed`
   */
  async update(iteration: number, train: DMatrix): Promise<void> {
    await this.#xgb.calls.call('XGBoosterUpdateOneIter', this.#live(), iteration, train.handle);
  }

  /** Evaluates the `eval_metric`s on each matrix. Keys are `<name>-<metric>`, such as `held-out-auc`. */
  async evaluate(
    iteration: number,
    matrices: Readonly<Record<string, DMatrix>>,
  ): Promise<Record<string, number>> {
    const entries = Object.entries(matrices);
    const names = entries.map(([name]) => new TextEncoder().encode(`${name}\0`));
    const handles = BigUint64Array.from(entries, ([, matrix]) => matrix.handle);
    const addresses = BigUint64Array.from(names, addressOf);
    const out = new BigUint64Array(1);
    const line = await this.#xgb.calls.callThen(
      'XGBoosterEvalOneIter',
      [this.#live(), iteration, handles, addresses, handles.length, out],
      () => readText(out[0] ?? 0n),
      [names],
    );
    // The line reads `[3]<tab>train-logloss:0.41<tab>held-out-auc:0.93`.
    const metrics = line.split('\t').slice(1);
    return Object.fromEntries(
      metrics.map((metric) => {
        const end = metric.lastIndexOf(':');
        return [metric.slice(0, end), Number(metric.slice(end + 1))];
      }),
    );
  }

  /** Number of rounds boosted so far, those of a loaded model included. */
  async boostedRounds(): Promise<number> {
    const out = new Int32Array(1);
    return await this.#xgb.calls.callThen('XGBoosterBoostedRounds', [this.#live(), out], () => out[0] ?? 0);
  }

  /** Columns of the matrices that the forest was fit on. A prediction does not check its matrix against them. */
  async featureCount(): Promise<number> {
    const out = new BigUint64Array(1);
    return await this.#xgb.calls.callThen('XGBoosterGetNumFeature', [this.#live(), out], () =>
      Number(out[0] ?? 0n),
    );
  }

  /** The model as bytes: `ubj` (binary JSON, compact) or `json`. Same model, same bytes. Default `ubj`. */
  async saveBytes(format: 'ubj' | 'json' = 'ubj'): Promise<Uint8Array> {
    const length = new BigUint64Array(1);
    const data = new BigUint64Array(1);
    return await this.#xgb.calls.callThen(
      'XGBoosterSaveModelToBuffer',
      [this.#live(), JSON.stringify({ format }), length, data],
      () => copyInto(new Uint8Array(Number(length[0] ?? 0n)), data[0] ?? 0n),
    );
  }

  /** Predicts every row: one value a row, or rows x outputs, row-major, for models with several outputs. */
  async predict(matrix: DMatrix, options: PredictOptions = {}): Promise<Float32Array> {
    return await this.#predict(matrix, options.output ?? 'probability', options.rounds);
  }

  /** The leaf that each row reaches in each tree. */
  async predictLeaf(matrix: DMatrix): Promise<LeafIndices> {
    const values = await this.#predict(matrix, 'leaf');
    const trees = matrix.rows === 0 ? 0 : values.length / matrix.rows;
    return { leaves: new Int32Array(values), rows: matrix.rows, trees };
  }

  /** The leaves of each tree and the base margin. */
  async dumpTrees(): Promise<Forest> {
    return parseForest(new TextDecoder().decode(await this.saveBytes('json')));
  }

  /** Frees the native memory. Safe to call twice. */
  async dispose(): Promise<void> {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    this.#handle = undefined;
    await this.#xgb.calls.call('XGBoosterFree', handle);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  async #predict(
    matrix: DMatrix,
    kind: keyof typeof predictionType,
    rounds: readonly [number, number] = [0, 0],
  ): Promise<Float32Array> {
    const config = JSON.stringify({
      type: predictionType[kind],
      training: false,
      iteration_begin: rounds[0],
      iteration_end: rounds[1],
      strict_shape: true,
    });
    const shape = new BigUint64Array(1);
    const dimensions = new BigUint64Array(1);
    const result = new BigUint64Array(1);
    return await this.#xgb.calls.callThen(
      'XGBoosterPredictFromDMatrix',
      [this.#live(), matrix.handle, config, shape, dimensions, result],
      () => {
        const sizes = copyInto(new BigUint64Array(Number(dimensions[0] ?? 0n)), shape[0] ?? 0n);
        const count = sizes.reduce((product, size) => product * Number(size), 1);
        return copyInto(new Float32Array(count), result[0] ?? 0n);
      },
    );
  }

  #live(): bigint {
    if (this.#handle === undefined) throw new XGBoostError('disposed', 'This Booster was disposed');
    return this.#handle;
  }

  async #orDispose(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.dispose();
      throw error;
    }
  }
}
