/** Ranks killed at drawn moments of one training; `npm run verify-resume -- --kills N` kills as many as one likes. */
import { expect, test } from 'vitest';
import { killRanks } from '../resume/kill-ranks.js';

/** Others: `npm run test:long`. */
const seed = 20_260_104;
const kills = 5;

test(`a training whose ranks are killed ${kills} times ends in the digests of an undisturbed one`, async () => {
  const log: string[] = [];
  const { undisturbed, disturbed } = await killRanks({ kills, seed, onKill: (line) => log.push(line) });
  const again = `npm run verify-resume -- --kills ${kills} --seed ${seed}`;
  expect(disturbed, `${log.join('\n')}\nto repeat: ${again}`).toEqual(undisturbed);
  expect(log).toHaveLength(kills);
});
