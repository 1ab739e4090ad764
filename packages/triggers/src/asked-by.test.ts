import { expect, it } from 'vitest';
import { requireAskedBy } from './asked-by.js';

it.each(['a week without alerts', 'größer 👍', 'x'.repeat(500)])('takes %j', (reason) => {
  expect(() => requireAskedBy({ by: 'ada', reason })).not.toThrow();
});

it.each(['', ' ', 'x'.repeat(501), 'two\nlines', '\u001b[2Jgone'])('refuses %j', (reason) => {
  const code = 'request.invalid';
  expect(() => requireAskedBy({ by: 'ada', reason })).toThrow(expect.objectContaining({ code }));
  expect(() => requireAskedBy({ by: reason, reason: 'why' })).toThrow(expect.objectContaining({ code }));
});
