import type { FanOutComputing } from '../stage-computing.js';

export const watch: FanOutComputing<'watch'> = {
  jobs: async () => (await import('./jobs.js')).watchJobs,
  shards: async () => (await import('./shards.js')).watchShards,
  afterCommit: async () => (await import('./keep-point.js')).keepPoint,
};
