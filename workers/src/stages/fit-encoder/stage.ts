import type { GangComputing } from '../stage-computing.js';

export const fitEncoder: GangComputing = {
  rank: async () => (await import('./encoder-rank.js')).runEncoderRank,
};
