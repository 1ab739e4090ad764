import type { SingleComputing } from '../stage-computing.js';

export const publish: SingleComputing = {
  compute: async () => (await import('./publish-bundle.js')).publishBundle,
};
