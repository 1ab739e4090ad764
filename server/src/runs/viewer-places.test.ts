import { expect, it } from 'vitest';
import { ViewerPlaces } from './viewer-places.js';

const refused = { code: 'server.busy' };

it('no token takes the places of all others, and all together take no more than there are', () => {
  const places = new ViewerPlaces();
  const taken = ['a', 'b'].flatMap((token) => Array.from({ length: 200 }, () => places.take(token)));
  expect(() => places.take('a')).toThrow(expect.objectContaining(refused));
  for (let viewer = 0; viewer < 100; viewer += 1) taken.push(places.take('c'));
  expect(() => places.take('d')).toThrow(expect.objectContaining(refused));
  taken[0]?.();
  taken[0]?.();
  taken.push(places.take('a'));
  expect(() => places.take('d')).toThrow(expect.objectContaining(refused));
  for (const giveBack of taken) giveBack();
  expect(() => Array.from({ length: 200 }, () => places.take('a'))).not.toThrow();
});
