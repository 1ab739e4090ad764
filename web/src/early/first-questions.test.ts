import { expect, test } from 'vitest';
import { firstQuestions } from './first-questions.js';

const session = '/v1/session';

test.each(['/', '/runs', '/runs/', '/runs/a/b', '/models/runs', '/sign-in'])('%s: who looks', (pathname) => {
  expect(firstQuestions(pathname, 1_440)).toEqual([session]);
});

test.each([
  ['/runs/feed-20261129-120000-aaaa', 1_440, 'feed-20261129-120000-aaaa', 1_000],
  ['/runs/feed-20261129-120000-aaaa/', 390, 'feed-20261129-120000-aaaa', 780],
  ['/runs/a%2Fb', 499, 'a%2Fb', 998],
  // The router takes either, and the API is asked in one way.
  ['/runs/%61%27', 500, "a'", 1_000],
  ['/runs/100%', 501, '100%25', 1_000],
] as const)('%s at %d pixels: the run and its curves, too', (pathname, width, run, points) => {
  expect(firstQuestions(pathname, width)).toEqual([
    session,
    `/v1/runs/${run}`,
    `/v1/runs/${run}/curves?points=${points}`,
  ]);
});
