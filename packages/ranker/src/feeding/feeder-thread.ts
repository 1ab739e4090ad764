/**
 * Body of a feeder's thread: maps the shards, then fills the ring with one step's rows after another until the last.
 * Leaves waiting for batches, and telling failures to the trainer, to `batch-feeder.ts`.
 */
import { totalmem } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { EspalierError } from '@espalier/domain';
import koffi from 'koffi';
import { largestPartRows, planBatches } from '../data/batch-plan.js';
import { type BatchRing, createRing, RingWriter, slotArrays } from './batch-ring.js';
import { type FeedSpan, FeedTrace } from './feed-span.js';
import type { FeederMessage, FeederThreadData } from './feeder-messages.js';
import { unmapFile } from './mapped-file.js';
import { type OpenShards, openShards } from './open-shards.js';
import { type MappedShard, prefetchRows } from './row-prefetch.js';

if (parentPort === null) throw new Error('This module is the body of a worker thread');
const port = parentPort;
const data = workerData as FeederThreadData;

/** Steps whose rows are asked for before those of the present one are needed. */
const prefetchedSteps = 2;

/** Other ranks, and the training itself, need memory too. */
const largeShareOfMemory = 0.25;

const send = (message: FeederMessage) => port.postMessage(message);

try {
  const shards = openShards(data.shardPaths, data.layout);
  fill(shards, announce(shards));
} catch (error) {
  if (!(error instanceof EspalierError)) throw error;
  send({ kind: 'failed', error: error.serialize() });
}

/** Sends the ring, and with it the duty to unmap the shards. */
function announce({ rows, mapped }: OpenShards): BatchRing {
  const maps = mapped.map(({ file: { address, sizeBytes } }) => ({ address, sizeBytes }));
  try {
    const { layout, ringSize, batchSize, worldSize } = data;
    const slotRows = largestPartRows(rows.rows, batchSize, worldSize);
    const ring = createRing({ slots: ringSize, rows: slotRows, layout }, (array) => koffi.address(array));
    send({ kind: 'opened', rows: rows.rows, ring, maps });
    return ring;
  } catch (error) {
    for (const map of maps) unmapFile(map);
    throw error;
  }
}

/** Never returns to the event loop before the end: what the trainer has to say is said through the ring. */
function fill({ rows, mapped }: OpenShards, ring: BatchRing): void {
  const { batchSize, seed, epochs, rank, worldSize, firstStep, ringSize, recordSpans } = data;
  const plan = planBatches(rows.rows, batchSize, seed);
  const totalSteps = plan.stepsPerEpoch * epochs;
  const prefetch = isLarge(mapped) ? prefetchRows(mapped) : null;
  // What is read around a row is of use to a later batch, if memory keeps it until then.
  for (const { file } of mapped) file.readAround(prefetch === null);
  const writer = new RingWriter(ring);
  const trace = recordSpans ? new FeedTrace() : null;
  const timed = <T>(name: FeedSpan['name'], step: number, work: () => T): T =>
    trace === null ? work() : trace.time(name, step, work);

  const coming: Uint32Array[] = [];
  for (let step = firstStep; step < totalSteps; step++) {
    const last = Math.min(step + (prefetch === null ? 0 : prefetchedSteps), totalSteps - 1);
    for (let next = step + coming.length; next <= last; next++) {
      const { rows: wanted } = timed('order', next, () => plan.slice(next, rank, worldSize));
      if (prefetch !== null) timed('prefetch', next, () => prefetch(wanted));
      coming.push(wanted);
    }
    const wanted = coming.shift() as Uint32Array;
    const slot = step % ringSize;
    if (!timed('full', step, () => writer.waitUntilFree(slot))) break;
    timed('gather', step, () => rows.gatherInto(wanted, slotArrays(ring, slot, wanted.length)));
    writer.publish(slot);
    if (trace !== null) send({ kind: 'spans', spans: trace.take() });
  }
}

function isLarge(mapped: readonly MappedShard[]): boolean {
  if (data.prefetchRows !== undefined) return data.prefetchRows;
  const sizeBytes = mapped.reduce((sum, { file }) => sum + file.bytes.byteLength, 0);
  // 0 where nothing constrains the process.
  const memoryBytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return sizeBytes > largeShareOfMemory * memoryBytes;
}
