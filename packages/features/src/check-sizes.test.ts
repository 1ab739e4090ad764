import { describe, expect, it } from 'vitest';
import { checkSizes } from './check-sizes.js';
import { specOf } from './fixtures/source-fixture.js';

const objectOf = (rows: number, groups = 1) => ({
  footer: {
    rows,
    columns: [],
    rowGroups: Array.from({ length: groups }, (_, i) => ({
      rows: rows / groups,
      firstRow: (i * rows) / groups,
      sizeBytes: 1,
    })),
  },
});
const train = { uri: 'log.parquet' };
const whole = { train, eval: { uri: 'held.parquet' } };

describe('checkSizes', () => {
  it.each([
    ['a batch of all rows', 30_000, whole, 30_000, [], []],
    ['a batch larger than the rows', 30_000, whole, 30_002, ['training.batchSize'], []],
    [
      'a batch larger than what is not held out',
      30_000,
      { train, split: { by: 'id', eval: 0.1 } },
      28_000,
      ['training.batchSize'],
      [],
    ],
    [
      'a batch within what is not held out',
      30_000,
      { train, split: { by: 'id', eval: 0.1 } },
      27_000,
      [],
      [],
    ],
    [
      'the default batch over fewer rows',
      300,
      whole,
      1024,
      [],
      ['training.batchSize is 1,024, more than the 300 training rows: each batch is all of them.'],
    ],
    [
      'a batch within the source, larger than its sample',
      30_000,
      { ...whole, sample: 0.01 },
      4096,
      [],
      [
        'training.batchSize is 4,096, more than the about 300 sampled training rows: each batch is all of them.',
      ],
    ],
    [
      'a batch larger than the source, sampled',
      30_000,
      { ...whole, sample: 0.01 },
      65_536,
      ['training.batchSize'],
      [],
    ],
  ])('%s', (_, rows, source, batchSize, paths, notes) => {
    const found = checkSizes(specOf({ source, training: { batchSize } }), [objectOf(rows)]);
    expect(found.issues.map(({ path }) => path)).toEqual(paths);
    expect(found.notes).toEqual(notes);
  });

  it('says how many rows there are, and which batch would do', () => {
    const spec = specOf({ source: whole, training: { batchSize: 900_000, workers: 4 } });
    const [issue] = checkSizes(spec, [objectOf(20_001), objectOf(10_002)]).issues;
    expect(issue?.message).toContain('a batch of 900,000 rows is more than the 30,003 training rows');
    expect(issue?.message).toContain('give at most 30,000');
  });

  it('refuses more trainer ranks than rows', () => {
    const spec = specOf({ source: whole, training: { workers: 8, batchSize: 1024 } });
    expect(checkSizes(spec, [objectOf(5)]).issues).toMatchObject([{ path: 'training.workers' }]);
  });

  it('says how many encoder ranks fit on no rows', () => {
    const spec = specOf({ source: whole, encoder: { workers: 5 }, training: { batchSize: 64 } });
    expect(checkSizes(spec, [objectOf(900, 3)]).notes).toEqual([
      "encoder.workers is 5, and the training source has 3 row groups, which ranks don't share: 2 of them fit on no rows.",
    ]);
    expect(checkSizes(spec, [objectOf(900, 5)]).notes).toEqual([]);
    const apart = specOf({
      source: whole,
      encoder: { workers: 5, distribute: 'forests', folds: 5 },
      training: { batchSize: 64 },
    });
    expect(checkSizes(apart, [objectOf(900, 3)]).notes).toEqual([]);
  });
});
