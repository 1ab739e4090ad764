/** A worker process of `bench fanout`: takes empty jobs until it is killed. */
import { connectRedis, startShardWorker } from '@espalier/fanout';
import { Worker } from 'bullmq';
import type { EmptyResult, WorkerRequest } from './fanout-contract.js';

const { of, redisUrl, queueName, concurrency } = JSON.parse(process.argv[2] ?? '') as WorkerRequest;
let computed = 0;

if (of === 'product') {
  await startShardWorker({
    ...{ redisUrl, queueName, concurrency },
    handle: async ({ shard }): Promise<EmptyResult> => {
      computed += 1;
      return { shard, computation: `${process.pid}.${computed}` };
    },
    logger: { warn: (details, message) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`) },
  });
} else {
  const worker = new Worker(queueName, async () => null, {
    connection: connectRedis(redisUrl),
    concurrency,
    removeOnComplete: { count: 0 },
  });
  await worker.waitUntilReady();
}
process.send?.('ready');
