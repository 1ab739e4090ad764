import { expect, test } from 'vitest';
import { askAgain } from './ask-again.js';
import { noAnswer, problemFrom } from './problem.js';

const away = problemFrom(503, { code: 'workflow.temporal-unreachable', detail: 'Temporal is away.' });
const none = problemFrom(404, { code: 'workflow.run-not-found', detail: 'There is no run.' });

test.each([
  ['nothing answered', noAnswer(), false, 5_000],
  ['what it needs is away', away, false, 5_000],
  ['what it needs is away, with an interval', away, 2_000, 2_000],
  ['there is nothing like it', none, false, false],
  ['all is well', null, false, false],
  ['all is well, with an interval', null, 2_000, 2_000],
] as const)('%s', (_, error, everyMs, expected) => {
  expect(askAgain(everyMs)({ state: { error } })).toBe(expected);
});
