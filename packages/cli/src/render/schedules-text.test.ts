import type { ScheduleDefinition, ShownSchedule } from '@espalier/domain';
import { expect, it } from 'vitest';
import { scheduleListText, scheduleText } from './schedules-text.js';

const schedule: ScheduleDefinition = {
  ...{ name: 'nightly', pipeline: 'feed', version: null, cron: '0 6 * * *', everySeconds: null },
  ...{ offsetSeconds: 0, timezone: 'Europe/Berlin', jitterSeconds: 300, overlap: 'queue-one' },
  ...{ catchUpSeconds: 86_400, partitionOffset: 1, by: 'ada', createdAt: '2026-11-28T12:00:00.000Z' },
};
const shown: ShownSchedule = {
  ...{ schedule, isPaused: false, note: 'ada: wanted', nextTimes: ['2026-11-29T05:00:00.000Z'] },
  counts: { started: 2, missed: 1, skipped: 0 },
  runs: [
    {
      ...{ scheduledAt: '2026-11-28T05:00:00.000Z', partition: '2026-11-27', runId: null },
      ...{ status: 'failed', problem: 'feed@1 has a mistake.' },
    },
  ],
};

it('a schedule tells its times by its own clocks, what it does, and its last runs', () => {
  expect(scheduleText(shown, null)).toMatchInlineSnapshot(`
    "nightly  feed, 0 6 * * * Europe/Berlin
    2026-11-28 12:00 UTC by ada; ada: wanted

    next      2026-11-29 06:00:00 Europe/Berlin
    jitter    up to 5m later
    overlap   queue-one: one run waits for the one that goes; further times are passed over
    catch-up  what was missed, or waits for another run, starts up to 1d late, or not at all
    for       the last whole partition before the scheduled time
    so far    2 started, 0 passed over, 1 missed for good

    scheduled             for         status  run  why
    2026-11-28 05:00 UTC  2026-11-27  failed  -    feed@1 has a mistake."
  `);
});

it('one that counts from midnight UTC, and one that is paused, are listed so', () => {
  const every = {
    ...schedule,
    name: 'hourly',
    version: 3,
    cron: null,
    everySeconds: 5_400,
    offsetSeconds: 90,
  };
  const text = scheduleListText(
    [
      { ...shown, schedule: { ...every, timezone: 'UTC' } },
      { ...shown, isPaused: true },
    ],
    null,
  );
  expect(text).toMatch(/hourly +feed@3 +every 90m \+ 90s +2026-11-29 05:00:00 UTC/);
  expect(text).toMatch(/nightly +feed +0 6 \* \* \* Europe\/Berlin +paused/);
});
