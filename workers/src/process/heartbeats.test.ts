import { setTimeout as sleep } from 'node:timers/promises';
import type { FanoutProgress } from '@espalier/domain';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { activity } from './activity-failures.js';
import { heartbeatPauses, reportProgress } from './heartbeats.js';

function progress(doneShards: number): FanoutProgress {
  return { kind: 'fanout', doneShards, totalShards: 99, doneRows: 0, totalRows: 0, rowsPerSecond: 0 };
}

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
  it('carry the latest progress, about each second, and since when it got no further', async () => {
    const startedAtMs = Date.now();
    const beats = await beatsOf(1, async () => {
      reportProgress(progress(1));
      await sleep(1_200);
    });
    const [first] = beats as { movedAtMs: number }[];
    expect(first?.movedAtMs).toBeGreaterThanOrEqual(startedAtMs);
    expect(first?.movedAtMs).toBeLessThan(startedAtMs + 1_000);
    for (const beat of beats) expect(beat).toEqual({ ...progress(1), movedAtMs: first?.movedAtMs });
    expect(beats.length).toBeGreaterThanOrEqual(2);
    expect(beats.length).toBeLessThanOrEqual(3);
  });

  it('come each second, and of hundreds of activities no more together than Temporal can write beside the work', () => {
    const mostOf = (running: number, timeoutMs: number) => heartbeatPauses(running, timeoutMs).mostMs;
    expect([1, 2, 60].map((running) => mostOf(running, 6_000))).toEqual([1_000, 1_000, 1_000]);
    expect(120 / (mostOf(120, 6_000) / 1_000)).toBe(60);
    expect(500 / (mostOf(500, 30_000) / 1_000)).toBeCloseTo(60);
    // Three fit into their timeout however many there are.
    expect(heartbeatPauses(2_000, 6_000)).toEqual({ leastMs: 2_000, mostMs: 2_000 });
  });

  it('come at once with progress where few run; of hundreds that tell theirs again and again, no more than without', async () => {
    const tellOften = async () => {
      for (let done = 0; done < 40; done += 1) {
        reportProgress(progress(done));
        await sleep(100);
      }
    };
    expect((await beatsOf(1, tellOften)).length).toBeGreaterThanOrEqual(40);
    const startedAtMs = Date.now();
    const { length } = await beatsOf(300, tellOften);
    const seconds = (Date.now() - startedAtMs) / 1_000;
    // Each tells at once, and sixty of them again before there are more.
    expect(length).toBeLessThan(300 + 60 + 60 * (seconds + 1));
  });

  it('end with their activity, whatever is still under way of it', async () => {
    const environment = new MockActivityEnvironment();
    const beats: unknown[] = [];
    environment.on('heartbeat', (details: unknown) => beats.push(details));
    let late = Promise.resolve();
    await environment.run(
      activity(logger, async () => {
        late = sleep(100).then(() => reportProgress(progress(1)));
      }),
    );
    await late;
    await sleep(1_500);
    expect(beats).toEqual([]);
  });
});
