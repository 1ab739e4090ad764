import type { FanOutComputing } from '../stage-computing.js';

export const check: FanOutComputing<'check'> = {
  jobs: async () => (await import('./jobs.js')).checkJobs,
  shards: async () => (await import('./shards.js')).checkShards,
};
