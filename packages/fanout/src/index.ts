export { connectRedis, pingRedis } from './connect-redis.js';
export { type FanoutOptions, runFanout } from './run-fanout.js';
export type { ShardJob, ShardKind } from './shard-job.js';
export {
  type ShardContext,
  type ShardWorker,
  type ShardWorkerLogger,
  type ShardWorkerOptions,
  startShardWorker,
} from './shard-worker.js';
