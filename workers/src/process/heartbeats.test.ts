import { setTimeout as sleep } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { activity } from './activity-failures.js';
import { heartbeatPauses, reportProgress } from './heartbeats.js';

const logger = pino({ level: 'silent' });

/** Heartbeats of as many activities at once. */
async function beatsOf(activities: number, run: () => Promise<void>): Promise<unknown[]> {
  const beats: unknown[] = [];
  await Promise.all(
    Array.from({ length: activities }, async () => {
      const environment = new MockActivityEnvironment({ heartbeatTimeoutMs: 15_000 });
      environment.on('heartbeat', (details: unknown) => beats.push(details));
      await environment.run(activity(logger, run));
    }),
  );
  return beats;
}

describe('heartbeats', () => {
  it('carry the latest progress', async () => {
    const beats = await beatsOf(1, async () => {
      reportProgress({ done: 1 });
      await sleep(1_200);
    });
    expect(beats).toEqual([{ done: 1 }, { done: 1 }]);
  });

  it('come each second, and of hundreds of activities no more together than Temporal can write beside the work', () => {
    expect([1, 2, 60].map((running) => heartbeatPauses(running, 6_000).mostMs)).toEqual([
      1_000, 1_000, 1_000,
    ]);
    expect(120 / (heartbeatPauses(120, 6_000).mostMs / 1_000)).toBe(60);
    // Below half of their timeout however many there are.
    expect(heartbeatPauses(2_000, 6_000)).toEqual({ leastMs: 3_000, mostMs: 3_000 });
    expect(heartbeatPauses(500, 15_000)).toEqual({ leastMs: 7_500, mostMs: 7_500 });
  });

  it('come at once with progress where few run; of hundreds that tell theirs again and again, no more than without', async () => {
    const tellOften = async () => {
      for (let done = 0; done < 10; done += 1) {
        reportProgress({ done });
        await sleep(100);
      }
    };
    expect(await beatsOf(1, tellOften)).toHaveLength(10);
    // The first sixty tell twice, while there are no more.
    expect((await beatsOf(300, tellOften)).length).toBeLessThan(400);
  });
});
