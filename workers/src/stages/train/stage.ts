import type { GangComputing } from '../stage-computing.js';

export const train: GangComputing = {
  rank: async () => (await import('./trainer-rank.js')).runTrainerRank,
  ahead: async () => (await import('../../gang/rank-device.js')).loadTensorFlowAhead,
};
