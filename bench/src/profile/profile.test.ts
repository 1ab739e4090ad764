import { loadSettings } from '@espalier/settings';
import { chromeTrace } from '@espalier/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RecordedProfile, recordProfile } from './record-profile.js';
import { feedSpans } from './timeline.js';

const steps = 4;
let profile: RecordedProfile;

beforeAll(async () => {
  profile = await recordProfile({ settings: loadSettings(), steps, batchSize: 128 });
});

const ofTrack = (track: string) => profile.timeline.filter((span) => span.track === track);

describe('a profile of training steps', () => {
  it('has each step, and in it the wait for its batch and the native call', () => {
    expect(profile.stepMs).toHaveLength(steps);
    const boundaries = ofTrack('steps');
    expect(boundaries).toHaveLength(steps);
    const calls = ofTrack('trainer thread');
    expect(calls.map(({ name }) => name)).toEqual(boundaries.flatMap(() => ['next batch', 'native call']));
    for (const [index, { startUs, durationUs }] of boundaries.entries()) {
      const inside = calls.slice(index * 2, index * 2 + 2);
      const sum = inside.reduce((total, call) => total + call.durationUs, 0);
      expect(inside[0]?.startUs).toBe(startUs);
      expect(sum).toBeCloseTo(durationUs, 0);
    }
  });

  it('has the nodes of the forward and backward pass and the update of every step, within its native call', () => {
    const calls = ofTrack('trainer thread').filter(({ name }) => name === 'native call');
    const clockUs = 1000;
    for (const { startUs, durationUs } of calls) {
      const inside = profile.nodes.filter(
        (node) =>
          node.startUs >= startUs - clockUs &&
          node.startUs + node.durationUs <= startUs + durationUs + clockUs,
      );
      const ops = inside.map(({ op }) => op);
      expect(ops).toContain('EspalierLookupMatMul');
      expect(ops).toContain('EspalierLookupMatMulGradient');
      expect(ops).toContain('ResourceApplyAdam');
      expect(ops.filter((op) => /MatMul/.test(op)).length).toBeGreaterThanOrEqual(6);
    }
  });

  it('has what the feeder did meanwhile', () => {
    const names = new Set(ofTrack('feeder thread').map(({ name }) => name));
    expect(names).toContain('gather');
    expect(names).toContain('order');
    const [first] = ofTrack('steps');
    for (const { startUs, durationUs } of ofTrack('feeder thread')) {
      expect(startUs + durationUs).toBeGreaterThanOrEqual(first?.startUs ?? Number.POSITIVE_INFINITY);
    }
  });

  it('makes a file in which every event is whole and no two of a thread overlap', () => {
    const { traceEvents, displayTimeUnit } = JSON.parse(JSON.stringify(chromeTrace(profile.timeline)));
    expect(displayTimeUnit).toBe('ms');
    const spans = traceEvents.filter((event: { ph: string }) => event.ph === 'X');
    expect(spans).toHaveLength(profile.timeline.length);
    const ends = new Map<string, number>();
    for (const event of traceEvents) {
      expect(event).toMatchObject({ ph: expect.stringMatching(/^[XM]$/), name: expect.any(String) });
      for (const key of ['pid', 'tid', 'ts']) expect(Number.isFinite(event[key])).toBe(true);
      if (event.ph === 'M') continue;
      expect(event.dur).toBeGreaterThanOrEqual(0);
      const thread = `${event.pid}.${event.tid}`;
      expect(event.ts).toBeGreaterThanOrEqual((ends.get(thread) ?? 0) - 0.002);
      ends.set(thread, event.ts + event.dur);
    }
    const named = traceEvents.filter((event: { name: string }) => event.name === 'thread_name');
    expect(named.map((event: { args: { name: string } }) => event.args.name)).toEqual(
      expect.arrayContaining(['steps', 'trainer thread', 'feeder thread', 'CPU:0']),
    );
  });
});

it("leaves out what the feeder did before and after, and gives the trainer's waiting a track of its own", () => {
  const times = [{ step: 3, startMs: 10, runMs: 11, endMs: 20 }];
  const span = (name: 'gather' | 'starved', startMs: number, endMs: number) => ({
    name,
    step: 3,
    startMs,
    endMs,
  });
  const spans = [
    span('gather', 1, 9),
    span('gather', 9, 10.5),
    span('starved', 10, 11),
    span('gather', 21, 22),
  ];
  expect(feedSpans(spans, times).map(({ track, startUs }) => [track, startUs])).toEqual([
    ['feeder thread', 9000],
    ['trainer waits', 10_000],
  ]);
});
