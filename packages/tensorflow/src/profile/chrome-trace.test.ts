import { describe, expect, it } from 'vitest';
import { chromeTrace, type TraceEvent, type TraceSpan } from './chrome-trace.js';
import { costliestNodes } from './costliest-nodes.js';

const span = (track: string, name: string, startUs: number, durationUs: number): TraceSpan => ({
  process: track.startsWith('CPU') ? 'TensorFlow' : 'Input',
  track,
  name,
  startUs,
  durationUs,
});

/** Name and place of each span by the name of its thread. */
function drawn(events: readonly TraceEvent[]): Record<string, [string, number, number | undefined][]> {
  const threads = events.filter(({ name }) => name === 'thread_name');
  return Object.fromEntries(
    threads.map(({ pid, tid, args }) => [
      String(args?.name),
      events
        .filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid)
        .map(({ name, ts, dur }) => [name, ts, dur]),
    ]),
  );
}

describe('chromeTrace', () => {
  it('counts from the first span, whenever that was', () => {
    const epochUs = 1_795_545_756_837_446;
    const { traceEvents } = chromeTrace([
      span('feeder', 'gather', epochUs + 5, 2),
      span('feeder', 'order', epochUs, 3),
    ]);
    expect(drawn(traceEvents)).toEqual({
      feeder: [
        ['order', 0, 3],
        ['gather', 5, 2],
      ],
    });
  });

  it('gives spans that overlap threads of their own, and reuses them', () => {
    const { traceEvents } = chromeTrace([
      span('CPU', 'a', 0, 10),
      span('CPU', 'b', 4, 10),
      span('CPU', 'c', 6, 1),
      span('CPU', 'd', 12, 8),
      span('CPU', 'e', 15, 1),
    ]);
    expect(drawn(traceEvents)).toEqual({
      CPU: [
        ['a', 0, 10],
        ['d', 12, 8],
      ],
      'CPU (2)': [
        ['b', 4, 10],
        ['e', 15, 1],
      ],
      'CPU (3)': [['c', 6, 1]],
    });
  });

  it("takes an overlap within the clock's resolution for none", () => {
    const { traceEvents } = chromeTrace([span('CPU', 'a', 0, 10.5), span('CPU', 'b', 10, 2)]);
    expect(drawn(traceEvents)).toEqual({
      CPU: [
        ['a', 0, 10],
        ['b', 10, 2],
      ],
    });
  });

  it('names processes and threads, in the order of the spans', () => {
    const { traceEvents } = chromeTrace([
      span('feeder', 'x', 0, 1),
      span('CPU', 'y', 0, 1),
      span('trainer', 'z', 0, 1),
    ]);
    const labels = traceEvents.filter(({ ph }) => ph === 'M');
    expect(
      labels.map(({ name, pid, tid, args }) => [name, pid, tid, args?.name ?? args?.sort_index]),
    ).toEqual([
      ['process_name', 1, 0, 'Input'],
      ['process_sort_index', 1, 0, 0],
      ['thread_name', 1, 1, 'feeder'],
      ['thread_sort_index', 1, 1, 0],
      ['thread_name', 1, 2, 'trainer'],
      ['thread_sort_index', 1, 2, 1],
      ['process_name', 2, 0, 'TensorFlow'],
      ['process_sort_index', 2, 0, 1],
      ['thread_name', 2, 1, 'CPU'],
      ['thread_sort_index', 2, 1, 0],
    ]);
  });

  it('is empty for no spans, and keeps what is said about it', () => {
    expect(chromeTrace([], { steps: '0' })).toEqual({
      traceEvents: [],
      displayTimeUnit: 'ms',
      otherData: { steps: '0' },
    });
  });
});

describe('costliestNodes', () => {
  const run = (node: string, durationUs: number) => ({
    node,
    op: 'MatMul',
    device: 'CPU:0',
    startUs: 0,
    durationUs,
  });

  it('adds up the runs of each node and sorts them by what they took', () => {
    const costs = costliestNodes([run('a', 1), run('b', 5), run('a', 2), run('c', 2)], 2);
    expect(costs).toEqual([
      { node: 'b', op: 'MatMul', device: 'CPU:0', runs: 1, totalUs: 5, share: 0.5 },
      { node: 'a', op: 'MatMul', device: 'CPU:0', runs: 2, totalUs: 3, share: 0.3 },
    ]);
  });

  it('has no shares of no time', () => {
    expect(costliestNodes([run('a', 0)], 5)[0]?.share).toBe(0);
  });
});
