/** Ranks killed at drawn moments of one training; `npm run verify-resume -- --kills N` kills as many as one likes. */
import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { killRanks } from '../resume/kill-ranks.js';

const seed = randomInt(2 ** 31);
const kills = 5;

test(`a training whose ranks are killed ${kills} times ends in the digests of an undisturbed one`, async () => {
  const log: string[] = [];
  const { undisturbed, disturbed } = await killRanks({ kills, seed, onKill: (line) => log.push(line) });
  const again = `npm run verify-resume -- --kills ${kills} --seed ${seed}`;
  expect(disturbed, `${log.join('\n')}\nto repeat: ${again}`).toEqual(undisturbed);
  expect(log).toHaveLength(kills);
});
