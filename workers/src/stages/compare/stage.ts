import type { FanOutComputing } from '../stage-computing.js';

export const compare: FanOutComputing<'compare'> = {
  jobs: async () => (await import('./jobs.js')).compareJobs,
  shards: async () => (await import('./shards.js')).compareShards,
};
