// The calling side of the native thread: queues calls, keeps their memory alive, turns failures into XGBoostError.
// It leaves the meaning of each call to the classes above it.
import { Worker } from 'node:worker_threads';
import { addressOf, type NumericArray } from './native-memory.js';
import type {
  NativeFunctionName,
  NativeReply,
  NativeRequest,
  NativeThreadData,
} from './native-signatures.js';
import { XGBoostError } from './xgboost-error.js';

export type NativeArgument = string | number | bigint | NumericArray;

interface WaitingCall {
  readonly name: NativeFunctionName;
  /** Held so that memory whose address crossed over stays alive until the call is back. */
  readonly alive: readonly unknown[];
  resolve(value: number): void;
  reject(error: unknown): void;
}

export class NativeCalls {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, WaitingCall>();
  #tail: Promise<unknown> = Promise.resolve();
  #nextId = 0;
  #ended: XGBoostError | undefined;
  #gangFailure: XGBoostError | undefined;

  constructor(data: NativeThreadData, onLog: (message: string) => void) {
    this.#worker = new Worker(new URL('./native-thread.js', import.meta.url), {
      workerData: data,
      execArgv: [],
    });
    this.#worker.on('message', (reply: NativeReply) => {
      if (reply.kind === 'log') onLog(reply.message);
      else this.#settle(reply);
    });
    this.#worker.on('error', (cause) => this.#end(`The native thread failed: ${cause.message}`, cause));
    this.#worker.on('exit', () => this.#end('The native thread has ended'));
    // An idle native thread must not keep the process alive.
    this.#worker.unref();
  }

  /** Runs one C function on the native thread, after all calls made before it, and returns what it returned. */
  call(name: NativeFunctionName, ...args: NativeArgument[]): Promise<number> {
    return this.callThen(name, args, (value) => value);
  }

  /**
   * As `call`; `read` copies results out before the next call may overwrite XGBoost's thread-local buffers, and
   * `alive` names memory that `args` mention by address only.
   */
  callThen<T>(
    name: NativeFunctionName,
    args: readonly NativeArgument[],
    read: (value: number) => T,
    alive: readonly unknown[] = [],
  ): Promise<T> {
    const result = this.#tail.then(() => this.#post(name, args, [args, alive])).then(read);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** The failure that broke this thread's gang, in whichever call it showed. */
  get gangFailure(): XGBoostError | undefined {
    return this.#gangFailure;
  }

  /** Ends the thread after the calls already queued. */
  async close(): Promise<void> {
    await this.#tail;
    this.#ended ??= new XGBoostError('disposed', 'This XGBoost instance was closed');
    await this.#worker.terminate();
  }

  #post(
    name: NativeFunctionName,
    args: readonly NativeArgument[],
    alive: readonly unknown[],
  ): Promise<number> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    const values = args.map((arg) => (typeof arg === 'object' ? addressOf(arg) : arg));
    const request: NativeRequest = { id, name, values };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { name, alive, resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage(request);
    });
  }

  #settle(reply: Exclude<NativeReply, { kind: 'log' }>): void {
    const call = this.#waiting.get(reply.id);
    if (call === undefined) return;
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (reply.kind === 'returned') call.resolve(reply.value);
    else call.reject(this.#failureOf(call.name, reply.nativeText));
  }

  // A gang that never assembled is no broken gang.
  #failureOf(name: NativeFunctionName, nativeText: string): XGBoostError {
    const error = XGBoostError.fromNative(name, nativeText);
    if (error.code === 'collective-failed' && name !== 'XGCommunicatorInit') this.#gangFailure ??= error;
    return error;
  }

  #end(message: string, cause?: unknown): void {
    this.#ended ??= new XGBoostError('thread-ended', message, { cause });
    for (const call of this.#waiting.values()) call.reject(this.#ended);
    this.#waiting.clear();
  }
}
