/**
 * A feeder's thread as the trainer's side sees it: its start, its failure, its end.
 * Leaves taking batches out of the ring to `batch-feeder.ts`.
 */
import { Worker } from 'node:worker_threads';
import { EspalierError } from '@espalier/domain';
import { type BatchRing, RingReader } from './batch-ring.js';
import type { FeedSpan } from './feed-span.js';
import type { FeederMessage, FeederThreadData } from './feeder-messages.js';
import { type FileMap, unmapFile } from './mapped-file.js';

export interface OpenedRing {
  readonly rows: number;
  readonly ring: BatchRing;
  readonly reader: RingReader;
}

export class RunningThread {
  /** Settles when the shards are open, or when it is known that they won't be. */
  readonly opened: Promise<OpenedRing>;
  readonly spans: FeedSpan[] = [];
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => {
    this.#fail(this.#signal?.reason);
    this.#stop();
  };
  #settle: { resolve(ring: OpenedRing): void; reject(reason: unknown): void };
  #failure: { readonly reason: unknown } | null = null;
  #reader: RingReader | null = null;
  #maps: readonly FileMap[] = [];
  #stopping = false;

  constructor(workerData: FeederThreadData, signal: AbortSignal | undefined) {
    const { promise, ...settle } = withResolvers<OpenedRing>();
    this.opened = promise;
    this.#settle = settle;
    this.#signal = signal;
    this.#worker = new Worker(new URL('./feeder-thread.js', import.meta.url), { workerData, execArgv: [] });
    this.#worker.on('message', (message: FeederMessage) => this.#receive(message));
    this.#worker.on('error', (cause) =>
      this.#fail(threadFailed(`the thread that reads them failed, ${cause.message}`, cause)),
    );
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve(this.#ended())));
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** Why there will be no further batch. */
  get failure(): unknown {
    return this.#failure?.reason ?? threadFailed('the feeder is closed');
  }

  /** Runs `wait` with the process kept alive by the thread, as it otherwise is not. */
  async keepingAlive<T>(wait: () => Promise<T>): Promise<T> {
    this.#worker.ref();
    try {
      return await wait();
    } finally {
      this.#worker.unref();
    }
  }

  close(): Promise<void> {
    this.#fail(threadFailed('the feeder is closed'));
    this.#stop();
    return this.keepingAlive(() => this.#exited);
  }

  #receive(message: FeederMessage): void {
    if (message.kind === 'spans') {
      this.spans.push(...message.spans);
    } else if (message.kind === 'failed') {
      this.#fail(EspalierError.deserialize(message.error));
    } else {
      const { rows, ring } = message;
      this.#maps = message.maps;
      this.#reader = new RingReader(ring);
      if (this.#stopping) this.#reader.close();
      this.#worker.unref();
      this.#settle.resolve({ rows, ring, reader: this.#reader });
    }
  }

  #stop(): void {
    this.#stopping = true;
    this.#reader?.close();
  }

  /** The first failure counts. */
  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#settle.reject(this.#failure.reason);
  }

  /** Batches that are ready can still be taken: the thread ends by itself after the last. */
  #ended(): void {
    this.#fail(threadFailed('the thread that reads them ended'));
    this.#reader?.endFilling();
    for (const map of this.#maps) unmapFile(map);
    this.#signal?.removeEventListener('abort', this.#abort);
  }
}

function threadFailed(reason: string, cause?: unknown): EspalierError {
  return new EspalierError('trainer.feeder-failed', `There are no further training batches: ${reason}.`, {
    cause,
  });
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // Whoever opens the thread awaits it; a failure after that must not count as unhandled.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
