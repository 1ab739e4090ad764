/** A feature worker: takes shards of any run's fan-outs, one at a time, and computes them. */
import { startShardWorker } from '@espalier/fanout';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { createLogger } from './process/logger.js';
import { openScratch, serveUntilSignal } from './process/worker-process.js';
import { handleShard } from './shards/handle-shard.js';
import { ShardServices } from './shards/shard-services.js';

process.title = 'espalier-feature';
const settings = loadSettings();
const logger = createLogger(settings, 'feature');
const store = createStore(settings.s3);
const services = new ShardServices(settings, store, openScratch(settings, 'feature'));
const worker = await startShardWorker({
  redisUrl: settings.redis.url,
  concurrency: 1,
  handle: (job, context) => handleShard(services, logger, job, context),
  logger,
});
serveUntilSignal(settings, logger, async () => {
  await worker.close();
  store.close();
});
