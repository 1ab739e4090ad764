import { expect, test } from 'vitest';
import { bothTexts, clockText, exactText, isTimeZone, minuteText } from './time-zone.js';

const moment = Date.UTC(2026, 10, 24, 23, 5, 9);

test('a moment is told by the clock of the zone that was chosen, with the zone', () => {
  expect(exactText(moment, 'UTC')).toBe('2026-11-24 23:05:09 UTC');
  expect(exactText(moment, 'Europe/Berlin')).toMatch(/^2026-11-25 00:05:09 (CET|GMT\+1)$/);
  expect(clockText(moment, 'Asia/Kolkata')).toBe('04:35:09');
  expect(minuteText(moment, 'UTC')).toBe('2026-11-24 23:05');
});

test('midnight is hour 00', () => {
  expect(clockText(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00');
});

test('zones are those that the browser knows', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true);
  expect(isTimeZone('Europe/Atlantis')).toBe(false);
  expect(isTimeZone('')).toBe(false);
});

test('a moment of another zone is told in UTC too, with the day where that is another', () => {
  expect(bothTexts(moment, 'UTC')).toBe('2026-11-24 23:05:09 UTC');
  expect(bothTexts(moment, 'Europe/Berlin')).toMatch(/^2026-11-25 00:05:09 \S+ \(2026-11-24 23:05:09 UTC\)$/);
  expect(bothTexts(moment, 'Europe/London')).toMatch(/^2026-11-24 23:05:09 (GMT|UTC)( \(23:05:09 UTC\))?$/);
});
