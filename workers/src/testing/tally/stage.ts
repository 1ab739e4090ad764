/** What the stage computes, and its line in the registry. */
import { stages } from '../../stages/registry.js';
import type { FanOutComputing } from '../../stages/stage-computing.js';
import { tally } from './stage-name.js';

const computing: FanOutComputing = {
  jobs: async () => (await import('./jobs.js')).tallyJobs,
  shards: async () => (await import('./shards.js')).tallyShards,
};

Object.assign(stages, { [tally]: computing });
