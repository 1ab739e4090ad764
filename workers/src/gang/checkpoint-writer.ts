/**
 * Responsible for saving a rank's checkpoints behind its steps: hands each snapshot to a thread and tells when it is stored.
 * Leaves the work itself to checkpoint-thread.ts.
 */
import { Worker } from 'node:worker_threads';
import { EspalierError } from '@espalier/domain';
import type { Checkpoint } from '@espalier/ranker';
import { memoryOf } from './checkpoint-memory.js';
import type { CheckpointThreadData, SaveReply, SaveRequest } from './checkpoint-messages.js';

export interface CheckpointWriter extends AsyncDisposable {
  /**
   * Takes over the memory of the checkpoint's tensors, which are empty afterwards. Resolves when the checkpoint is the
   * stage's latest in S3, parts, manifest and all. One at a time.
   * @throws EspalierError `store.fenced` when a newer attempt has taken over; `store.unreachable`, `store.denied`
   */
  save(checkpoint: Checkpoint): Promise<void>;
}

interface Pending {
  resolve(): void;
  reject(error: unknown): void;
}

/** The thread starts with the first checkpoint; disposing ends it, whatever it is doing. */
export function createCheckpointWriter(data: CheckpointThreadData): CheckpointWriter {
  let thread: Worker | null = null;
  let pending: Pending | null = null;

  const settle = (error: unknown) => {
    const waiting = pending;
    pending = null;
    if (error === null) waiting?.resolve();
    else waiting?.reject(error);
  };
  const ended = (worker: Worker, cause: unknown) => {
    if (worker !== thread) return;
    thread = null;
    const why = cause instanceof Error ? `: ${cause.message}` : '.';
    settle(
      new EspalierError('workflow.unexpected', `The thread that saves checkpoints ended${why}`, { cause }),
    );
  };
  const start = (): Worker => {
    const worker = new Worker(new URL('./checkpoint-thread.js', import.meta.url), {
      workerData: data,
      execArgv: [],
    });
    worker.on('message', (reply: SaveReply) =>
      settle(reply.kind === 'saved' ? null : EspalierError.deserialize(reply.error)),
    );
    worker.on('error', (cause) => ended(worker, cause));
    worker.on('exit', () => ended(worker, undefined));
    return worker;
  };

  return {
    async save(checkpoint) {
      if (pending !== null) throw new Error('A checkpoint is saved only after the one before.');
      thread ??= start();
      hand(thread, checkpoint);
      await new Promise<void>((resolve, reject) => {
        pending = { resolve, reject };
      });
    },
    async [Symbol.asyncDispose]() {
      await thread?.terminate();
    },
  };
}

function hand(thread: Worker, checkpoint: Checkpoint): void {
  const request: SaveRequest = { checkpoint };
  try {
    thread.postMessage(request, memoryOf(checkpoint));
  } catch (error) {
    // Memory that belongs to a native library can't change threads: a copy does.
    if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error;
    thread.postMessage(request);
  }
}
