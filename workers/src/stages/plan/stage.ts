import type { SingleComputing } from '../stage-computing.js';

export const plan: SingleComputing = {
  compute: async () => (await import('./plan-source.js')).planSource,
};
