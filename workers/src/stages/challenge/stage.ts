import type { FanOutComputing } from '../stage-computing.js';

export const challenge: FanOutComputing<'challenge'> = {
  jobs: async () => (await import('./jobs.js')).challengeJobs,
  shards: async () => (await import('./shards.js')).challengeShards,
};
