import { describe, expect, it } from 'vitest';
import type { PartitionScheme } from './partition-scheme.js';
import {
  parsePartition,
  partitionAt,
  partitionSpan,
  partitionsBetween,
  windowBefore,
} from './partition-window.js';

const days: PartitionScheme = { key: 'day', every: '1d', timezone: 'Europe/Berlin' };
const hours: PartitionScheme = { key: 'hour', every: '1h', timezone: 'Europe/Berlin' };

describe('the moments of a partition', () => {
  const utc = (span: ReturnType<typeof partitionSpan>) =>
    [span.startMs, span.endMs].map((ms) => new Date(ms).toISOString().slice(0, 16));

  it.each<[string, PartitionScheme, string[]]>([
    ['2026-11-20', days, ['2026-11-19T23:00', '2026-11-20T23:00']],
    ['2026-10-25', days, ['2026-10-24T22:00', '2026-10-25T23:00']],
    ['2026-03-29', days, ['2026-03-28T23:00', '2026-03-29T22:00']],
    ['2026-11-20T13', hours, ['2026-11-20T12:00', '2026-11-20T13:00']],
    ['2026-10-25T02', hours, ['2026-10-25T00:00', '2026-10-25T02:00']],
    ['2026-10-25T01', { ...hours, timezone: 'Antarctica/Troll' }, ['2026-10-24T23:00', '2026-10-25T02:00']],
  ])('%s, whatever the clocks do in it', (label, scheme, span) => {
    expect(utc(partitionSpan(label, scheme))).toEqual(span);
  });

  it.each<[string, PartitionScheme['every'], string, number]>([
    ...['Europe/Berlin', 'Africa/Cairo', 'America/Sao_Paulo', 'Antarctica/Troll'].flatMap(
      (timezone): [string, PartitionScheme['every'], string, number][] => [
        [timezone, '1d', '2014-12-31', 360],
        // In these clocks are put forward or back, in each of these places. Antarctica/Troll has two hours twice, one after the
        // other: their spans overlap.
        [timezone, '1h', '2014-02-20T23', 200],
        [timezone, '1h', '2014-04-01T23', 200],
        [timezone, '1h', '2014-05-20T23', 200],
        [timezone, '1h', '2014-10-01T23', 200],
        [timezone, '1h', '2014-10-29T23', 300],
      ],
    ),
    // Which had no 30 December 2011.
    ['Pacific/Apia', '1d', '2012-12-31', 700],
  ])('leave no gap, in %s by %s up to %s', (timezone, every, newest, last) => {
    const scheme = { key: 'part', every, timezone };
    const spans = windowBefore(newest, { last, skip: 0 }, scheme).map((label) =>
      partitionSpan(label, scheme),
    );
    for (const [index, { startMs }] of spans.slice(1).entries()) {
      expect(spans[index]?.endMs).toBeGreaterThanOrEqual(startMs);
    }
  });
});

describe('a window', () => {
  it('is counted back from the partition of the run, oldest first', () => {
    expect(windowBefore('2026-03-02', { last: 3, skip: 1 }, days)).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    expect(windowBefore('2026-03-02', { last: 1, skip: 0 }, days)).toEqual(['2026-03-02']);
    expect(windowBefore('2024-03-01', { last: 1, skip: 1 }, days)).toEqual(['2024-02-29']);
  });

  it.each(['Europe/Berlin', 'America/Sao_Paulo', 'Africa/Cairo', 'Asia/Kathmandu', 'Pacific/Apia'])(
    'of a year of days in %s has each day once, also where clocks change at midnight',
    (timezone) => {
      const window = windowBefore('2026-12-31', { last: 365, skip: 0 }, { ...days, timezone });
      expect(new Set(window).size).toBe(365);
      expect([window[0], window.at(-1)]).toEqual(['2026-01-01', '2026-12-31']);
    },
  );

  it('of hours leaves out the hour that clocks are put over, and has the one that comes twice once', () => {
    expect(windowBefore('2026-03-29T04', { last: 4, skip: 0 }, hours)).toEqual(
      ['00', '01', '03', '04'].map((hour) => `2026-03-29T${hour}`),
    );
    expect(windowBefore('2026-10-25T04', { last: 4, skip: 0 }, hours)).toEqual(
      ['01', '02', '03', '04'].map((hour) => `2026-10-25T${hour}`),
    );
    expect(windowBefore('2026-10-25T02', { last: 2, skip: 0 }, hours)).toEqual([
      '2026-10-25T01',
      '2026-10-25T02',
    ]);
  });

  it.each(['Antarctica/Troll', 'Australia/Lord_Howe', 'Europe/Berlin'])(
    'of a year of hours in %s has each once, in order, however far clocks are put back',
    (timezone) => {
      const window = windowBefore('2026-12-31T00', { last: 8_000, skip: 0 }, { ...hours, timezone });
      expect(window).toHaveLength(8_000);
      expect([...new Set(window)].sort()).toEqual(window);
    },
  );

  it('of hours that come twice begins at the later ones', () => {
    const troll = { ...hours, timezone: 'Antarctica/Troll' };
    expect(windowBefore('2026-10-25T01', { last: 3, skip: 0 }, troll)).toEqual([
      '2026-10-24T23',
      '2026-10-25T00',
      '2026-10-25T01',
    ]);
  });

  it('of nothing, or of what no run could read, is none', () => {
    for (const window of [
      { last: 0, skip: 0 },
      { last: 1, skip: -1 },
      { last: 10_001, skip: 0 },
      { last: NaN, skip: 0 },
    ]) {
      expect(() => windowBefore('2026-01-01', window, days)).toThrow(RangeError);
    }
  });
});

describe('a partition', () => {
  it('is called by its date, or date and hour', () => {
    expect(parsePartition('2026-11-20', days)).toEqual({ label: '2026-11-20' });
    expect(parsePartition('2026-11-20T13', hours)).toEqual({ label: '2026-11-20T13' });
  });

  it.each([
    '2026-11-31',
    '2026-11',
    '20261120',
    '2026-11-20T13',
    ' 2026-11-20',
    '2026-1-2',
    '',
    'yesterday',
    '٢٠٢٦-١١-٢٠',
  ])('is not %j, where days are', (text) => {
    expect(parsePartition(text, days)).toEqual({
      problem: expect.stringMatching(/is no day: write it as 2026-11-20/),
    });
  });

  it.each(['2026-11-20T24', '2026-11-20t13', '2026-11-20T1', '2026-11-20'])(
    'is not %j, where hours are',
    (text) => {
      expect(parsePartition(text, hours)).toEqual({
        problem: expect.stringMatching(/is no hour: write it as 2026-11-20T13/),
      });
    },
  );

  it('is no hour that the clocks are put over', () => {
    expect(parsePartition('2026-03-29T02', hours)).toEqual({
      problem: 'there is no 2026-03-29T02 in Europe/Berlin: the clocks are put forward over that hour',
    });
    expect(parsePartition('2026-03-29T02', { ...hours, timezone: 'UTC' })).toEqual({
      label: '2026-03-29T02',
    });
  });
});

describe('the partition of a moment', () => {
  it.each<[string, PartitionScheme, string]>([
    ['2026-11-20T22:59:59Z', days, '2026-11-20'],
    ['2026-11-20T23:00:00Z', days, '2026-11-21'],
    ['2026-11-20T12:00:00Z', hours, '2026-11-20T13'],
    ['2026-10-25T00:30:00Z', hours, '2026-10-25T02'],
    ['2026-10-25T01:30:00Z', hours, '2026-10-25T02'],
  ])('%s', (moment, scheme, label) => {
    expect(partitionAt(Date.parse(moment), scheme)).toBe(label);
  });
});

describe('partitions after each other', () => {
  it.each<[string, string, PartitionScheme, readonly string[]]>([
    ['2026-11-20', '2026-11-20', days, ['2026-11-20']],
    ['2026-11-21', '2026-11-20', days, []],
    ['2026-10-24', '2026-10-26', days, ['2026-10-24', '2026-10-25', '2026-10-26']],
    ['2026-10-25T01', '2026-10-25T03', hours, ['2026-10-25T01', '2026-10-25T02', '2026-10-25T03']],
    ['2026-03-29T01', '2026-03-29T03', hours, ['2026-03-29T01', '2026-03-29T03']],
  ])('%s to %s', (first, last, scheme, labels) => {
    expect(partitionsBetween(first, last, scheme)).toEqual(labels);
  });

  it('are told up to ten thousand', () => {
    const years = partitionsBetween('2000-01-01', '2026-11-20', days);
    expect([years?.length, years?.[0], years?.at(-1)]).toEqual([9_821, '2000-01-01', '2026-11-20']);
    expect(partitionsBetween('1990-01-01', '2026-11-20', days)).toBeNull();
    expect(partitionsBetween('2024-01-01T00', '2026-11-20T00', hours)).toBeNull();
  });
});
