import type { FanOutComputing } from '../stage-computing.js';

export const encode: FanOutComputing<'encode'> = {
  jobs: async () => (await import('./jobs.js')).encodeJobs,
  shards: async () => (await import('./shards.js')).encodeShards,
};
