import { expect, it } from 'vitest';
import { type CronTimes, cronTimes, parseCron } from './cron.js';

const times = (text: string, timezone: string, from: string, count: number) => {
  const cron = parseCron(text);
  if ('problems' in cron) throw new Error(cron.problems.join());
  return cronTimes(cron, timezone, Date.parse(from), count).map((time) => new Date(time).toISOString());
};

it.each([
  ['0 6 * * *', 'UTC', ['2026-11-28T06:00', '2026-11-29T06:00']],
  ['30 5,17 * * *', 'UTC', ['2026-11-28T05:30', '2026-11-28T17:30']],
  ['*/20 0 * * *', 'UTC', ['2026-11-28T00:20', '2026-11-28T00:40']],
  ['10-59/25 3 * * *', 'UTC', ['2026-11-28T03:10', '2026-11-28T03:35']],
  ['0 6 * * MON-fri', 'UTC', ['2026-11-30T06:00', '2026-12-01T06:00']],
  ['0 0 * * 7', 'UTC', ['2026-11-29T00:00', '2026-12-06T00:00']],
  ['0 0 1 */6 *', 'UTC', ['2027-01-01T00:00', '2027-07-01T00:00']],
  ['0 0 29 feb *', 'UTC', ['2028-02-29T00:00', '2032-02-29T00:00']],
  ['0 6 * * *', 'Europe/Berlin', ['2026-11-28T05:00', '2026-11-29T05:00']],
  ['0 9 * * *', 'Asia/Kolkata', ['2026-11-28T03:30', '2026-11-29T03:30']],
])('%s in %s comes at %j', (text, timezone, expected) => {
  const told = times(text, timezone, '2026-11-28T00:00:00Z', 2);
  expect(told).toEqual(expected.map((time) => `${time}:00.000Z`));
});

it('an hour that clocks leave out has no time', () => {
  expect(times('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
    '2026-03-30T00:30:00.000Z',
    '2026-03-31T00:30:00.000Z',
  ]);
});

it('a day that there is not never comes', () => {
  const cron = parseCron('0 0 31 2 *') as CronTimes;
  expect(cronTimes(cron, 'UTC', 0, 1)).toEqual([]);
});

it.each([
  ['0 6 * *', [/five fields/]],
  ['@daily', [/five fields/]],
  [
    '60 24 0 13 8',
    [
      /"60" is no minute/,
      /"24" is no hour/,
      /"0" is no day of the month/,
      /"13" is no month/,
      /"8" is no day of the week/,
      /make a schedule for each/,
    ],
  ],
  ['5-1 * * * *', [/"5-1" is no minute/]],
  ['*/0 * * * *', [/no minute/]],
  ['a * * * *', [/no minute/]],
  ['0 0 1 * MON', [/make a schedule for each/]],
])('%s is refused with every mistake', (text, mistakes) => {
  const parsed = parseCron(text);
  const problems = 'problems' in parsed ? parsed.problems : [];
  expect(problems).toEqual(mistakes.map((mistake) => expect.stringMatching(mistake)));
});
