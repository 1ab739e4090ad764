import type { SingleComputing } from '../stage-computing.js';

export const findChampion: SingleComputing = {
  compute: async () => (await import('./find-champion.js')).findChampion,
};
