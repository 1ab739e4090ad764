/**
 * Body of a feeder's thread: maps the shards, then fills the ring with one step's rows after another until the last.
 * Leaves waiting for batches, and telling failures to the trainer, to `batch-feeder.ts`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { EspalierError } from '@espalier/domain';
import koffi from 'koffi';
import { planBatches } from '../data/batch-plan.js';
import type { TrainingRows } from '../data/training-rows.js';
import { createRing, RingWriter, slotArrays } from './batch-ring.js';
import { type FeedSpan, nowMs } from './feed-span.js';
import type { FeederMessage, FeederThreadData } from './feeder-messages.js';
import { openShards } from './open-shards.js';

if (parentPort === null) throw new Error('This module is the body of a worker thread');
const port = parentPort;
const data = workerData as FeederThreadData;

const send = (message: FeederMessage) => port.postMessage(message);

try {
  const shards = openShards(data.shardPaths, data.layout);
  try {
    feed(shards.rows);
  } finally {
    shards.close();
  }
} catch (error) {
  if (!(error instanceof EspalierError)) throw error;
  send({ kind: 'failed', error: error.serialize() });
}

/** Never returns to the event loop before the end: what the trainer has to say is said through the ring. */
function feed(rows: TrainingRows): void {
  const { batchSize, seed, epochs, rank, worldSize, firstStep, ringSize, recordSpans } = data;
  const plan = planBatches(rows.rows, batchSize, seed);
  const ring = createRing(
    {
      slots: ringSize,
      rows: Math.ceil(batchSize / worldSize),
      leafType: rows.leafType,
      layout: data.layout,
    },
    (array) => koffi.address(array),
  );
  send({ kind: 'opened', rows: rows.rows, ring });
  const writer = new RingWriter(ring);
  const spans: FeedSpan[] = [];
  const timed = <T>(name: FeedSpan['name'], step: number, work: () => T): T => {
    if (!recordSpans) return work();
    const startMs = nowMs();
    const result = work();
    spans.push({ name, step, startMs, endMs: nowMs() });
    return result;
  };
  for (let step = firstStep; step < plan.stepsPerEpoch * epochs; step++) {
    const slot = step % ringSize;
    const slice = timed('order', step, () => plan.slice(step, rank, worldSize));
    if (!timed('full', step, () => writer.waitUntilFree(slot))) break;
    timed('gather', step, () => rows.gatherInto(slice.rows, slotArrays(ring, slot, slice.partRows)));
    writer.publish(slot);
    if (spans.length > 0) send({ kind: 'spans', spans: spans.splice(0) });
  }
}
