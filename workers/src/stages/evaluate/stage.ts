import type { FanOutComputing } from '../stage-computing.js';

export const evaluate: FanOutComputing<'evaluate'> = {
  jobs: async () => (await import('./jobs.js')).evaluateJobs,
  shards: async () => (await import('./shards.js')).evaluateShards,
};
