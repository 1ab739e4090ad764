import type { Digest, SourcePartition, SplitRule } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { type ModelRows, refusalByLineage } from './seen-rows.js';

const digest = (text: string): Digest => `sha256:${text.padEnd(64, '0')}`;
const partition = (split: SourcePartition['split'], label: string, content: string | null = label) => ({
  ...{ split, label, files: 1, rows: 9, sizeBytes: 99 },
  digest: content === null ? null : digest(content),
});
const train = (label: string, content?: string | null) => partition('train', label, content);
const held = (label: string, content?: string | null) => partition('eval', label, content);
const days = { every: '1d', timezone: 'UTC' };
const cutByDay = (...partitions: readonly SourcePartition[]): ModelRows => ({
  ...{ sourceDigest: digest('a'), partitions, cut: days, splitRules: [], columns: [], seed: 7 },
});

const byRow: SplitRule = { split: 'eval', kind: 'hash', column: null, purpose: 'split', from: 0, to: 0.1 };
const byMember: SplitRule = { ...byRow, column: 'member' };
const byTime: SplitRule = { split: 'eval', kind: 'time', sql: 'at >= 5' };
const stopping: SplitRule = { ...byRow, split: 'earlyStop', purpose: 'training', to: 0.05 };
const whole = (
  source: string,
  splitRules: readonly SplitRule[],
  { seed = 7, type = 'BIGINT', partitions = [] as readonly SourcePartition[] } = {},
): ModelRows => ({
  ...{ sourceDigest: digest(source), partitions, cut: partitions.length > 0 ? days : null, splitRules, seed },
  columns: [{ name: 'Member', duckdbType: type }],
});

describe('of partitions', () => {
  const challenger = cutByDay(train('03-02'), train('03-03'), held('03-04'));
  it.each<[string, ModelRows, ModelRows, string | null]>([
    ['a later day', challenger, cutByDay(train('03-01'), train('03-02'), held('03-03')), null],
    ['the day that the champion was measured on', challenger, cutByDay(train('03-01'), held('03-04')), null],
    ['a day that the champion lacked', challenger, cutByDay(train('03-04', null), train('03-03')), null],
    ['a day learnt from', challenger, cutByDay(train('03-04')), 'version 2 has learnt from 03-04'],
    [
      'a day learnt from before it was rewritten',
      challenger,
      cutByDay(train('03-04', 'earlier')),
      'version 2 has learnt from 03-04, as it was before it was rewritten',
    ],
    [
      'a copy of a day learnt from',
      challenger,
      cutByDay(train('02-01', '03-04')),
      'version 2 has learnt from 02-01, which holds what 03-04 does',
    ],
    [
      'one of several days',
      cutByDay(train('03-01'), held('03-03'), held('03-04')),
      cutByDay(train('03-04')),
      'version 2 has learnt from 03-04',
    ],
    [
      'a day that the run itself learns from',
      cutByDay(train('03-04'), held('03-04')),
      cutByDay(train('03-01')),
      'the run itself has learnt from 03-04',
    ],
    [
      'a day before what the champion has learnt from',
      challenger,
      cutByDay(train('03-05'), train('03-06'), held('03-07')),
      'version 2 has learnt from 03-06, which is later than 03-04',
    ],
    [
      'a run that learns from a whole folder',
      cutByDay(held('03-04')),
      cutByDay(train('03-01')),
      'the run itself learns from a source that is not cut by time, which may hold 03-04',
    ],
    [
      'a champion that has learnt from a whole folder',
      challenger,
      cutByDay(held('03-03')),
      "version 2 was made of a source that is not cut by time, so it can't be told whether it has learnt from 03-04",
    ],
    [
      'a champion of hours',
      challenger,
      { ...cutByDay(train('03-01')), cut: { every: '1h', timezone: 'UTC' } },
      "version 2 was made of a source that is cut otherwise (every 1h, UTC), so it can't be told whether it has learnt from 03-04",
    ],
    [
      'a champion of one file',
      challenger,
      whole('a', [byRow]),
      "version 2 was made of a source that is not cut by time, so it can't be told whether it has learnt from 03-04",
    ],
  ])('%s', (_, run, champion, refusal) => {
    expect(refusalByLineage(run, champion, 2)).toBe(refusal);
  });
});

const otherSource =
  "version 2 was made of another source (sha256:b00000000000, not sha256:a00000000000), so it can't be told whether it has learnt from the held-out rows";
const otherRows =
  "version 2 held out other rows of its source, so it can't be told whether it has learnt from these";

describe('of rows that a rule holds out', () => {
  it.each<[string, ModelRows, ModelRows, string | null]>([
    ['the same source and rule', whole('a', [byRow]), whole('a', [byRow]), null],
    ['rows of a file of their own', whole('a', []), whole('a', []), null],
    ['a file of their own, another seed', whole('a', []), whole('a', [], { seed: 8 }), null],
    ['another share to stop by', whole('a', [byRow, stopping]), whole('a', [byRow]), null],
    ['the same time', whole('a', [byTime]), whole('a', [byTime], { seed: 8 }), null],
    ['another source', whole('a', [byRow]), whole('b', [byRow]), otherSource],
    ['another source, cut at the same time', whole('a', [byTime]), whole('b', [byTime]), otherSource],
    ['another file of their own', whole('a', []), whole('b', []), otherSource],
    ['another seed', whole('a', [byRow]), whole('a', [byRow], { seed: 8 }), otherRows],
    ['another share', whole('a', [byRow]), whole('a', [{ ...byRow, to: 0.2 }]), otherRows],
    ['another time', whole('a', [byTime]), whole('a', [{ ...byTime, sql: 'at >= 6' }]), otherRows],
    ['a champion that held none out', whole('a', [byRow]), whole('a', []), otherRows],
    ['another source, the same keys', whole('a', [byMember]), whole('b', [byMember]), null],
    [
      'the same keys of days',
      whole('a', [byMember], { partitions: [train('03-02')] }),
      whole('b', [byMember], { partitions: [train('03-02')] }),
      null,
    ],
    [
      'keys of another type',
      whole('a', [byMember]),
      whole('b', [byMember], { type: 'VARCHAR' }),
      otherSource,
    ],
    ['keys by another seed', whole('a', [byMember]), whole('b', [byMember], { seed: 8 }), otherRows],
  ])('%s', (_, run, champion, refusal) => {
    expect(refusalByLineage(run, champion, 2)).toBe(refusal);
  });
});
