import type { FanOutComputing } from '../stage-computing.js';

export const extract: FanOutComputing<'extract'> = {
  jobs: async () => (await import('./jobs.js')).extractJobs,
  shards: async () => (await import('./shards.js')).extractShards,
};
