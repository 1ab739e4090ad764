import { expect, test } from 'vitest';
import { rhythmText } from './rhythm.js';

const none = { cron: null, everySeconds: null, offsetSeconds: 0, timezone: 'UTC' };

test('a rhythm is told as it was asked for', () => {
  expect(rhythmText({ ...none, cron: '0 6 * * *', timezone: 'Europe/Berlin' })).toBe(
    '0 6 * * * (Europe/Berlin)',
  );
  expect(rhythmText({ ...none, everySeconds: 21_600 })).toBe('every 6 h');
  expect(rhythmText({ ...none, everySeconds: 86_400, offsetSeconds: 5_400 })).toBe(
    'every 1 d, 1 h 30 min later',
  );
});
