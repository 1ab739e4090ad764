// A matrix of features with its labels and weights, copied once into XGBoost's own memory.
// It leaves sparse input, external memory and quantile matrices out.
import { float32Interface, jsonNumber } from './array-interface.js';
import type { XGBoost } from './xgboost.js';
import { XGBoostError } from './xgboost-error.js';

export interface DenseOptions {
  /** The value that means "missing". Default NaN. */
  readonly missing?: number;
  /** Threads that copy the data. Default: all cores. */
  readonly threads?: number;
}

export class DMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly #xgb: XGBoost;
  #handle: bigint | undefined;

  private constructor(xgb: XGBoost, handle: bigint, rows: number, columns: number) {
    this.#xgb = xgb;
    this.#handle = handle;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Copies `data` (row-major, rows x columns) into XGBoost. `data` must not change or be detached until the promise
   * settles; afterwards it may be freed. In a gang this is a collective: every rank makes its matrix.
   * @throws XGBoostError `invalid-argument` when the length is not rows x columns
   */
  static async fromDense(
    xgb: XGBoost,
    data: Float32Array,
    rows: number,
    columns: number,
    options: DenseOptions = {},
  ): Promise<DMatrix> {
    if (data.length !== rows * columns) {
      throw new XGBoostError(
        'invalid-argument',
        `A matrix of ${rows} rows x ${columns} columns needs ${rows * columns} values, but got ${data.length}`,
      );
    }
    const missing = jsonNumber(options.missing ?? Number.NaN);
    const config = `{"missing":${missing},"nthread":${options.threads ?? 0}}`;
    const out = new BigUint64Array(1);
    const description = float32Interface(data, [rows, columns]);
    const handle = await xgb.calls.callThen(
      'XGDMatrixCreateFromDense',
      [description, config, out],
      () => out[0] ?? 0n,
      [data],
    );
    return new DMatrix(xgb, handle, rows, columns);
  }

  /** Sets one label a row. */
  async setLabel(labels: Float32Array): Promise<void> {
    await this.#setInfo('label', labels);
  }

  /** Sets one weight (>= 0) a row. */
  async setWeight(weights: Float32Array): Promise<void> {
    await this.#setInfo('weight', weights);
  }

  /** The native handle, for this package's own classes. */
  get handle(): bigint {
    if (this.#handle === undefined) throw new XGBoostError('disposed', 'This DMatrix was disposed');
    return this.#handle;
  }

  /** Frees the native memory. Safe to call twice. */
  async dispose(): Promise<void> {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    this.#handle = undefined;
    await this.#xgb.calls.call('XGDMatrixFree', handle);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  async #setInfo(field: string, values: Float32Array): Promise<void> {
    if (values.length !== this.rows) {
      throw new XGBoostError(
        'invalid-argument',
        `${field} needs one value for each of the ${this.rows} rows, but got ${values.length}`,
      );
    }
    const description = float32Interface(values, [values.length]);
    await this.#xgb.calls.callThen(
      'XGDMatrixSetInfoFromInterface',
      [this.handle, field, description],
      () => undefined,
      [values],
    );
  }
}
