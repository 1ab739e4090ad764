// One rank's place in a gang: sums and broadcasts between the ranks, and the ground of distributed training.
// It leaves recovery out: XGBoost has none. After a failure the process ends and the gang starts again.
import type { NativeArgument } from './native-calls.js';
import type { NumericArray } from './native-memory.js';
import type { NativeFunctionName } from './native-signatures.js';
import type { WorkerArgs } from './tracker.js';
import type { XGBoost } from './xgboost.js';
import { XGBoostError } from './xgboost-error.js';

export interface CommunicatorOptions {
  /** Orders the ranks: task 0 becomes rank 0. Text is compared as text, so pad numbers in it. */
  readonly taskId: number | string;
  /**
   * How long one network operation may wait for another rank, in seconds: for the gang to assemble, and for a slower
   * rank in a collective. A stopped rank is noticed after this long. XGBoost's default is 1800.
   */
  readonly timeoutSeconds?: number;
  /** Attempts to connect to the tracker. Default 3. */
  readonly connectAttempts?: number;
}

// ArrayInterfaceHandler::kF4 and collective::Op::kSum of XGBoost's sources.
const float32Type = 1;
const sumOperation = 2;

export class Communicator {
  readonly rank: number;
  readonly worldSize: number;
  readonly #xgb: XGBoost;
  #finalized = false;

  private constructor(xgb: XGBoost, rank: number, worldSize: number) {
    this.#xgb = xgb;
    this.rank = rank;
    this.worldSize = worldSize;
  }

  /**
   * Joins the gang, once every rank has called it. From here until `finalize` all that runs on `xgb` is distributed:
   * every rank makes the same matrices, updates and predictions in the same order.
   * @throws XGBoostError `collective-failed` when the tracker or a rank cannot be reached in time
   */
  static async init(xgb: XGBoost, args: WorkerArgs & CommunicatorOptions): Promise<Communicator> {
    const { taskId, timeoutSeconds, connectAttempts, ...workerArgs } = args;
    const config = JSON.stringify({
      ...workerArgs,
      dmlc_task_id: typeof taskId === 'number' ? String(taskId).padStart(8, '0') : taskId,
      ...(timeoutSeconds === undefined ? {} : { dmlc_timeout: timeoutSeconds }),
      ...(connectAttempts === undefined ? {} : { dmlc_retry: connectAttempts }),
    });
    await xgb.calls.call('XGCommunicatorInit', config);
    const rank = await xgb.calls.call('XGCommunicatorGetRank');
    const worldSize = await xgb.calls.call('XGCommunicatorGetWorldSize');
    return new Communicator(xgb, rank, worldSize);
  }

  /**
   * Replaces each element by its sum over the ranks; all ranks pass arrays of one length. Every rank gets the same
   * bytes. Do not touch `values` until the promise settles; after a rejection its contents are undefined.
   * @throws XGBoostError `collective-failed`, at once when the gang has failed before
   */
  async allreduceSum(values: Float32Array): Promise<void> {
    await this.#operate('XGCommunicatorAllreduce', values, values.length, float32Type, sumOperation);
  }

  /** Overwrites `values` on every rank with the root's bytes; all ranks pass arrays of one byte length. */
  async broadcast(values: NumericArray, root = 0): Promise<void> {
    await this.#operate('XGCommunicatorBroadcast', values, values.byteLength, root);
  }

  /** Resolves when every rank has called it. */
  async barrier(): Promise<void> {
    await this.allreduceSum(new Float32Array(this.worldSize));
  }

  /**
   * Leaves the gang; what runs on the instance afterwards is local. Safe to call twice. After a failure it does
   * nothing, since leaving needs the others: end the process with `exitImmediately`.
   */
  async finalize(): Promise<void> {
    if (this.#finalized || this.#xgb.calls.gangFailure !== undefined) return;
    this.#finalized = true;
    await this.#xgb.calls.call('XGCommunicatorFinalize');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.finalize();
  }

  async #operate(name: NativeFunctionName, ...args: NativeArgument[]): Promise<void> {
    if (this.#finalized) throw new XGBoostError('disposed', 'This Communicator was finalized');
    if (this.#xgb.calls.gangFailure !== undefined) throw this.#xgb.calls.gangFailure;
    await this.#xgb.calls.call(name, ...args);
  }
}
