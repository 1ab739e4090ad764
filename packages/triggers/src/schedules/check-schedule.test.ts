import { describe, expect, it } from 'vitest';
import { checkSchedule, type ScheduleAsk } from './check-schedule.js';

const feed = { name: 'feed', version: null, isPartitioned: true };
const nowMs = Date.parse('2026-11-28T00:00:00Z');
const check = (ask: Partial<ScheduleAsk>, pipeline: typeof feed | null = feed, problems?: string[]) =>
  checkSchedule({ name: 'nightly', ...ask }, pipeline, 'ada', nowMs, problems);

it('what was left open is said', () => {
  expect(check({ cron: '0 6 * * *' })).toEqual({
    ...{ name: 'nightly', pipeline: 'feed', version: null },
    ...{ cron: '0 6 * * *', everySeconds: null, offsetSeconds: 0, timezone: 'UTC', jitterSeconds: 0 },
    ...{ overlap: 'queue-one', catchUpSeconds: 86_400, partitionOffset: 1 },
    ...{ by: 'ada', createdAt: '2026-11-28T00:00:00.000Z' },
  });
  expect(check({ every: '1h', offset: '5m' }, { ...feed, isPartitioned: false })).toMatchObject({
    ...{ everySeconds: 3600, offsetSeconds: 300, cron: null, partitionOffset: null },
  });
});

it.each([
  [{ every: '1d' }, 86_400],
  [{ every: '5s' }, 10],
  [{ cron: '0 6 * * 1-5' }, 86_400],
  [{ cron: '0 6,8 * * *' }, 7_200],
  [{ cron: '0 0 1 * *' }, 28 * 86_400],
  // The night in which clocks are put forward.
  [{ cron: '0 0 * * *', timezone: 'Europe/Berlin' }, 23 * 3_600],
  [{ every: '1d', catchUp: '7d' }, 7 * 86_400],
])('of %j what was missed is made up for no later than after %d s', (ask, seconds) => {
  expect(check(ask).catchUpSeconds).toBe(seconds);
});

describe('mistakes are told all at once', () => {
  it.each<[Partial<ScheduleAsk>, readonly string[]]>([
    [{}, ['either --cron']],
    [{ cron: '0 6 * * *', every: '1d' }, ['either --cron']],
    [{ every: '1day' }, ['--every expects']],
    [{ every: '1h', offset: '1h' }, ['--offset 1h is not shorter']],
    [{ cron: '0 6 * * *', offset: '1h' }, ['--offset belongs to --every']],
    [{ every: '1d', timezone: 'Europe/Berlin' }, ['--timezone belongs to --cron']],
    [{ every: '1h', jitter: '1h' }, ['--jitter 1h is not shorter']],
    [{ every: '1h', catchUp: '5s' }, ['--catch-up is at least 10s']],
    [{ every: '1h', overlap: 'terminate' }, ['--overlap is skip']],
    [{ every: '1h', partitionOffset: -1 }, ['--partition-offset is a whole number']],
    [{ cron: '0 0 31 2 *' }, ['never comes']],
    [
      {
        ...{ name: 'No Name', cron: '61 * * *', timezone: 'Mars/Base', jitter: 'x', overlap: 'y' },
        ...{ catchUp: '1s', partitionOffset: 1.5 },
      },
      ['is no name', 'is no time zone', '--jitter', '--catch-up', '--overlap', '--partition-offset'],
    ],
  ])('%j', (ask, mistakes) => {
    try {
      check(ask);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'request.invalid',
        details: { mistakes: mistakes.map((each) => expect.stringContaining(each)) },
      });
    }
  });

  it('with what others have found', () => {
    expect(() => check({}, null, ['there is no pipeline feed'])).toThrow(
      /there is no pipeline feed\n {2}when it starts/,
    );
    expect(() => check({ every: '1h', partitionOffset: 0 }, { ...feed, isPartitioned: false })).toThrow(
      /feed has none/,
    );
  });
});
