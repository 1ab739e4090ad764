/** A feature worker: takes shards of any run's fan-outs, one at a time, and computes them. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { announceWorker, openRedis, shardQueueName, startShardWorker } from '@espalier/fanout';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { readEnvironment } from './environment/read-environment.js';
import { createLogger } from './process/logger.js';
import { openScratch } from './process/scratch-folder.js';
import { serveUntilSignal } from './process/worker-process.js';
import { handleShard, inputsOfJob } from './shards/handle-shard.js';
import type { ShardEnd } from './shards/shard-end.js';
import { ShardServices } from './shards/shard-services.js';
import { LoadedCode } from './stages/loaded-code.js';
import { loadShardWork } from './stages/registry.js';
import { fingerprintOf } from './stages/stage-pool.js';

process.title = 'espalier-feature';
async function main(): Promise<void> {
  const settings = loadSettings();
  const logger = createLogger(settings, 'feature');
  const store = createStore(settings.s3);
  const services = new ShardServices(settings, store, openScratch(settings, 'feature'));
  await loadShardWork();
  const code = await LoadedCode.read(settings);
  const environment = await readEnvironment('feature', settings, code.stages);
  const fingerprint = fingerprintOf(environment);
  const name = settings.processName ?? `feature-${process.pid}`;
  const workerName = `${hostname()}.${name}`;
  const worker = await startShardWorker({
    redisUrl: settings.redis.url,
    queueName: shardQueueName(fingerprint),
    concurrency: 1,
    inputsOf: inputsOfJob,
    handle: async (job, context): Promise<ShardEnd> => {
      await code.check(job.stage, workerName);
      const result = await handleShard(services, logger, job, context);
      // Threads load what is there when they start.
      await code.check(job.stage, workerName);
      return { result, fingerprint };
    },
    logger,
  });
  const redis = await openRedis(settings.redis.url);
  const announced = await announceWorker({
    ...{ redis, role: 'feature', slots: 1, fingerprint, environment },
    workerId: `${workerName}.${randomBytes(4).toString('hex')}`,
  });
  serveUntilSignal(settings, logger, async () => {
    await announced.close();
    await worker.close();
    redis.disconnect();
    store.close();
  });
}

void main();
