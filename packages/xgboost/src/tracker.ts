// The meeting point of a gang: ranks connect to it, learn of each other, and tell it when they leave.
// It leaves starting and ending the ranks' processes to its owner.
import koffi from 'koffi';
import { readText } from './native-memory.js';
import { nativeSignatures } from './native-signatures.js';
import { XGBoost } from './xgboost.js';
import { XGBoostError } from './xgboost-error.js';

export interface TrackerOptions {
  /** Number of ranks that will connect, >= 1. */
  readonly worldSize: number;
  /** Address that the tracker listens on and the ranks connect to. Default `127.0.0.1`. The port is a free one. */
  readonly hostIp?: string;
  /** How long ranks may take to connect before the tracker gives up, in seconds. 0 waits for ever. Default 300. */
  readonly timeoutSeconds?: number;
}

/** What a rank passes to `Communicator.init`, as plain JSON. */
export type WorkerArgs = Readonly<Record<string, string | number>>;

export class Tracker {
  readonly workerArgs: WorkerArgs;
  readonly #thread: XGBoost;
  #handle: bigint | undefined;
  #completion: Promise<void> | undefined;

  private constructor(thread: XGBoost, handle: bigint, workerArgs: WorkerArgs) {
    this.#thread = thread;
    this.#handle = handle;
    this.workerArgs = workerArgs;
  }

  /**
   * Starts a tracker in this process, on a native thread of its own, so that waiting for it delays no other call. It
   * assigns ranks in the order of task IDs. Processes spawned later inherit its listening socket (XGBoost does not set
   * close-on-exec), so that ranks spawned after it cannot tell by a refused connection that it died: spawn them
   * first, or end them with it.
   */
  static async start(xgb: XGBoost, options: TrackerOptions): Promise<Tracker> {
    const thread = new XGBoost(xgb.libraryPath);
    try {
      const out = new BigUint64Array(1);
      const config = JSON.stringify({
        dmlc_communicator: 'rabit',
        n_workers: options.worldSize,
        host: options.hostIp ?? '127.0.0.1',
        timeout: options.timeoutSeconds ?? 300,
        sortby: 1,
      });
      const handle = await thread.calls.callThen('XGTrackerCreate', [config, out], () => out[0] ?? 0n);
      await thread.calls.call('XGTrackerRun', handle, '{}');
      const text = await thread.calls.callThen('XGTrackerWorkerArgs', [handle, out], () =>
        readText(out[0] ?? 0n),
      );
      return new Tracker(thread, handle, JSON.parse(text) as WorkerArgs);
    } catch (error) {
      await thread.close();
      throw error;
    }
  }

  /**
   * Resolves when every rank has finalized. A rank that dies never does: end the wait by `dispose`.
   * @throws XGBoostError `collective-failed` when ranks did not connect in time, or the tracker was disposed
   */
  async waitForCompletion(): Promise<void> {
    if (this.#handle === undefined) throw new XGBoostError('disposed', 'This Tracker was disposed');
    this.#completion ??= this.#thread.calls
      .call('XGTrackerWaitFor', this.#handle, '{}')
      .then(() => undefined);
    await this.#completion;
  }

  /** Stops listening and frees the tracker; a pending `waitForCompletion` rejects. Safe to call twice. */
  async dispose(): Promise<void> {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    this.#handle = undefined;
    // The tracker's own thread may be inside the wait that this ends, so the call goes by koffi's thread pool. Its
    // result says only whether all ranks had left.
    const free = koffi.load(this.#thread.libraryPath).func(nativeSignatures.XGTrackerFree);
    await new Promise<void>((resolve) => free.async(handle, () => resolve()));
    await this.#completion?.catch(() => undefined);
    await this.#thread.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}
