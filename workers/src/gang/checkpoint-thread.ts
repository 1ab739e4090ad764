/**
 * Body of the checkpoint thread: encodes, digests and uploads what the rank hands over, so that the steps go on.
 * Leaves to the rank: when to save, and reading checkpoints back.
 */
import { setPriority } from 'node:os';
import { MessageChannel, parentPort, workerData } from 'node:worker_threads';
import { EspalierError, type SerializedError } from '@espalier/domain';
import type { Checkpoint } from '@espalier/ranker';
import { memoryOf } from './checkpoint-memory.js';
import type { CheckpointThreadData, SaveReply, SaveRequest } from './checkpoint-messages.js';

/** The steps are to have the processor first; a tenth of it is still sure where both want all of a core. */
const niceness = 10;

if (parentPort === null) throw new Error('This module is the body of a worker thread.');
const port = parentPort;
const { s3, attempt, maxPartBytes } = workerData as CheckpointThreadData;
// On Linux it is the calling thread that this concerns, not the process. Loading the S3 client is work, too: hence after.
setPriority(niceness);
async function serve(): Promise<void> {
  const { checkpointParts } = await import('@espalier/ranker/checkpoint-parts');
  const { commitCheckpoint, createStore } = await import('@espalier/store');

  const store = createStore(s3);

  async function save(checkpoint: Checkpoint): Promise<SaveReply> {
    try {
      const { parts, meta } = checkpointParts(checkpoint, maxPartBytes === undefined ? {} : { maxPartBytes });
      await commitCheckpoint(store, attempt, {
        step: checkpoint.step,
        parts: parts.map((part) => ({ name: part.name, bytes: () => part.bytes() })),
        meta,
      });
      return { kind: 'saved' };
    } catch (error) {
      return { kind: 'failed', error: serialized(error) };
    }
  }

  function serialized(error: unknown): SerializedError {
    if (error instanceof EspalierError) return error.serialize();
    const message = error instanceof Error ? error.message : String(error);
    return new EspalierError(
      'workflow.unexpected',
      `A checkpoint could not be saved: ${message}`,
    ).serialize();
  }

  /**
   * Frees the snapshot now. The collector of a thread that only waits would keep it until the next one is here, which
   * would double the memory; what a closed port was sent is freed at once.
   */
  function release(checkpoint: Checkpoint): void {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(null, memoryOf(checkpoint));
    port2.close();
  }

  port.on('message', ({ checkpoint }: SaveRequest) => {
    void save(checkpoint).then((reply) => {
      release(checkpoint);
      port.postMessage(reply satisfies SaveReply);
    });
  });
  port.on('messageerror', (error) => {
    port.postMessage({ kind: 'failed', error: serialized(error) } satisfies SaveReply);
  });
}

void serve();
