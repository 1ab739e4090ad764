import { describe, expect, it } from 'vitest';
import { applyOverrides } from './overrides.js';
import { validateSpec } from './validate-spec.js';

const days = { key: 'day', for: '2026-11-20' };
const log = 's3://logs/day={day}/';

function issuesOf(source: object, partitions: object | null = days): string[] {
  const pipeline = {
    name: 'feed',
    ...(partitions === null ? {} : { partitions }),
    source,
    tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
  };
  return validateSpec(pipeline).issues.map(({ path, message }) => `${path}: ${message}`);
}

const windows = { train: { uri: log, last: 28, skip: 1 }, eval: { uri: log, last: 1 } };

describe('a source that is cut by time', () => {
  it('is read for windows that are counted back from the partition of the run', () => {
    expect(issuesOf(windows)).toEqual([]);
    expect(issuesOf({ train: { uri: 'log/{day:yyyy/MM/dd}/' }, split: { eval: 0.1 } })).toEqual([]);
    expect(issuesOf({ train: { uri: log }, eval: { uri: 'held.parquet' } })).toEqual([]);
  });

  it.each<[string, object, object | null, RegExp]>([
    ['no partition', windows, { key: 'day' }, /^partitions\.for: is missing: .* `--for 2026-11-20`/],
    ['no such day', windows, { key: 'day', for: '2026-11-31' }, /^partitions\.for: "2026-11-31" is no day/],
    ['an hour of days', windows, { ...days, for: '2026-11-20T01' }, /^partitions\.for: .* is no day/],
    ['a day of hours', windows, { ...days, every: '1h' }, /^partitions\.for: .* is no hour/],
    ['no such zone', windows, { ...days, timezone: 'Berlin' }, /^partitions\.timezone: is no time zone/],
    ['no such length', windows, { ...days, every: '1w' }, /^partitions\.every: /],
    [
      'no placeholder',
      { train: { uri: 'log/' }, split: { eval: 0.1 } },
      days,
      /^source\.train\.uri: lacks \{day\}/,
    ],
    [
      'half a date',
      { train: { uri: '{day:yyyy-MM}/' }, split: { eval: 0.1 } },
      days,
      /^source\.train\.uri: .*dd is missing/,
    ],
    [
      'a window of a whole file',
      { ...windows, eval: { uri: 'held.parquet', last: 2 } },
      days,
      /^source\.eval\.last: .* no \{day\}/,
    ],
    [
      'a window without partitions',
      { train: { uri: 'log/', last: 2 }, split: { eval: 0.1 } },
      null,
      /^source\.train\.last: .* no `partitions`/,
    ],
    [
      'more than all',
      { ...windows, train: { uri: log, last: 3, skip: 1, atLeast: 4 } },
      days,
      /^source\.train\.atLeast: is more than the 3/,
    ],
    [
      'rows that taught',
      { ...windows, train: { uri: log, last: 3 } },
      days,
      /^source\.eval: reads 2026-11-20, and so does .*`skip: 1`/,
    ],
    [
      'a marker without a folder',
      { train: { uri: '{day}.parquet' }, split: { eval: 0.1 } },
      { ...days, marker: '_SUCCESS' },
      /^source\.train\.uri: has no folder/,
    ],
    ['a marker elsewhere', windows, { ...days, marker: '../done' }, /^partitions\.marker: /],
  ])('%s is refused before anything is read', (_, source, partitions, told) => {
    expect(issuesOf(source, partitions)).toEqual([expect.stringMatching(told)]);
  });

  it('has its partition from --for, which wins over the file', () => {
    const { value, changes } = applyOverrides({ partitions: days }, { for: '2026-11-21' });
    expect(value).toEqual({ partitions: { key: 'day', for: '2026-11-21' } });
    expect(changes).toEqual(['--for 2026-11-21']);
  });

  it('can have no partition where the pipeline has none', () => {
    const { value, issues } = applyOverrides({ name: 'feed' }, { for: '2026-11-21' });
    expect(value).toEqual({ name: 'feed' });
    expect(issues).toEqual([
      expect.objectContaining({
        path: 'partitions',
        origin: '--for 2026-11-21',
        message: expect.stringMatching(/add `partitions:/),
      }),
    ]);
  });
});
