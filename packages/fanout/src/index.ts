export { connectRedis, openRedis, pingRedis } from './connect-redis.js';
export {
  type AcquireOptions,
  acquireGang,
  type GangGrant,
  type GangWaiting,
  type GrantedSlot,
  releaseGang,
} from './gang/acquire-gang.js';
export type { GangRole } from './gang/gang-keys.js';
export {
  type HostOptions,
  type HostRegistration,
  type RankLease,
  registerHost,
} from './gang/host-registration.js';
export { listSlots, type SlotStatus } from './gang/list-slots.js';
export { listWaitingGangs, type WaitingGang } from './gang/list-waiting.js';
export { waitingWords } from './gang/waiting-words.js';
export { type FanoutOptions, runFanout } from './run-fanout.js';
export { noteTrace, sweepRun, type TracedRun, tracedRuns } from './run-traces.js';
export { type ShardJob, type ShardKind, shardQueueName } from './shard-job.js';
export {
  type ShardContext,
  type ShardWorker,
  type ShardWorkerLogger,
  type ShardWorkerOptions,
  startShardWorker,
} from './shard-worker.js';
export { announceWorker } from './workers/announce-worker.js';
export { choosePool, listPools, type WorkerPool, type WorkerRole } from './workers/worker-pools.js';
