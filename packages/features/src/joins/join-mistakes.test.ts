/** Mistakes in lookups and counts: those that the data shows, all at once, and what a sample makes probable. */
import type { PipelineInput } from '@espalier/spec';
import { describe, expect, it } from 'vitest';
import { daySql, JoinedLog, membersSql } from '../fixtures/joined-log.js';

describe('mistakes in lookups and counts', () => {
  type Case = (place: JoinedLog) => Partial<NonNullable<PipelineInput['features']>>;
  const look =
    (over: object): Case =>
    (place) => ({
      lookups: [{ uri: place.uri('members/'), key: 'member', columns: ['country'], ...over }],
    });
  const counting =
    (over: object): Case =>
    (place) => ({ counts: [{ ...place.clicks(), ...over }] });
  const of =
    (over: object): Case =>
    (place) => ({ counts: [place.clicks('1d', over)] });

  it.each<[string, Case, RegExp]>([
    ['no such table', look({ uri: 'feed/memb/' }), /features\.lookups\[0\]\.uri: no Parquet file matches/],
    [
      'no such key',
      look({ key: 'membr', by: 'member' }),
      /features\.lookups\[0\]\.key: feed\/members\/ has no column membr → member/,
    ],
    [
      'no such column of the rows',
      look({ by: 'membr' }),
      /features\.lookups\[0\]\.by: the source has no column membr → member/,
    ],
    [
      'no such column of the table',
      look({ columns: ['land'] }),
      /features\.lookups\[0\]\.columns: feed\/members\/ has no column land/,
    ],
    [
      'keys of two types',
      look({ by: 'author' }),
      /features\.lookups\[0\]\.by: author is BIGINT in the source, and member VARCHAR/,
    ],
    [
      'a name that is taken',
      look({ columns: { country: 'Author' } }),
      /features\.lookups\[0\]\.columns: the source has a column Author already/,
    ],
    [
      'a reserved name',
      look({ columns: { country: '__row' } }),
      /features\.lookups\[0\]\.columns: the name __row is kept/,
    ],
    [
      'a known that is no moment',
      look({ known: 'country' }),
      /features\.lookups\[0\]\.known: country is VARCHAR, and a moment/,
    ],
    [
      'a key that is there twice',
      look({ uri: 'feed/authors/', key: 'author', columns: ['rank'] }),
      /features\.lookups\[0\]\.key: feed\/authors\/ has author \d+ in 2 rows, and so 22 more: .*`known`/,
    ],
    ['no such moment', () => ({ asOf: 'tme' }), /features\.asOf: the source has no column tme → time/],
    ['an asOf that is no moment', () => ({ asOf: 'member' }), /features\.asOf: member is VARCHAR/],
    [
      'an arrival that is no moment',
      of({ arrived: 'author' }),
      /features\.counts\[0\]\.of\.arrived: author is BIGINT/,
    ],
    [
      'no such arrival',
      of({ arrived: 'arived' }),
      /features\.counts\[0\]\.of\.arrived: .* has no column arived → arrived/,
    ],
    [
      'a where of columns that are not there',
      counting({ where: 'clickd = 1' }),
      /features\.counts\[0\]\.where: .* has no column clickd → clicked/,
    ],
    [
      'a where that is no condition',
      counting({ where: 'clicked + 1' }),
      /features\.counts\[0\]\.where: it must be true or false for a row, and is/,
    ],
    [
      'a where that is no row expression',
      counting({ where: 'clicked = (SELECT 1)' }),
      /features\.counts\[0\]\.where: it is not usable SQL/,
    ],
    [
      'a where that fails',
      counting({ where: 'CAST(member AS INTEGER) > 3' }),
      /features\.counts\[0\]\.where: .*which rows author_clicks counts failed on a row/,
    ],
    [
      'partitions that are missing',
      counting({ over: '3d' }),
      /features\.counts\[0\]\.of\.uri: 1 of 5 partitions .* are missing, and all of them are wanted: 2026-11-16/,
    ],
    [
      'more than there are',
      of({ atLeast: 9 }),
      /features\.counts\[0\]\.of: atLeast is more than the 3 partitions/,
    ],
    [
      'a window beyond all partitions',
      (place) => ({ counts: [place.clicks('5000d', { late: '5000d' })] }),
      /features\.counts\[0\]\.of: the rows' windows are 10,002 partitions/,
    ],
  ])('%s', async (_, features, told) => {
    await using place = await JoinedLog.create();
    const { issues } = await place.issues(place.spec(features(place)));
    const text = issues.map(
      ({ path, message, suggestion }) => `${path}: ${message}${suggestion ? ` → ${suggestion}` : ''}`,
    );
    expect(text).toEqual([expect.stringMatching(told)]);
  });

  it.each(['DOUBLE', 'FLOAT'])(
    'long integers beside keys of type %s, as which two may be one',
    async (type) => {
      await using place = await JoinedLog.create();
      await place.put('floats/part.parquet', `SELECT i::${type} AS author, 'x' AS land FROM range(23) t(i)`);
      const lookups = [{ uri: place.uri('floats/'), key: 'author', columns: ['land'] }];
      const { issues } = await place.issues(place.spec({ lookups }));
      expect(issues).toMatchObject([
        {
          path: 'features.lookups[0].key',
          message: expect.stringMatching(/author is BIGINT .* write both as integers/),
        },
      ]);
    },
  );

  it('are told all at once', async () => {
    await using place = await JoinedLog.create();
    const features = { asOf: 'tme', ...look({ by: 'membr' })(place), ...counting({ by: 'autor' })(place) };
    const { issues } = await place.issues(place.spec(features));
    expect(issues.map(({ path }) => path)).toEqual([
      'features.asOf',
      'features.lookups[0].by',
      'features.counts[0].by',
      'features.counts[0].by',
    ]);
  });

  it('that a sample shows of windows: rows beyond the partitions that are read, records that arrive too late to be seen', async () => {
    await using place = await JoinedLog.create();
    // A day before their partition, or a day after it; the first of those is asked about at its very end, up to which all is read.
    const moved = (days: number) =>
      `SELECT * REPLACE (time + INTERVAL (${days}) DAY AS time) FROM (${daySql(19)}) LIMIT 8`;
    await place.put('log/day=2026-11-19/part-1.parquet', moved(-1));
    await place.put('log/day=2026-11-20/part-1.parquet', moved(2));
    const lookedAt = await place.issues(place.spec());
    expect(lookedAt.issues).toEqual([]);
    expect(lookedAt.warnings).toContainEqual(
      expect.stringMatching(
        /of 1,616 sampled rows, 15 have a `time` whose window is not whole in what is read of feed\/log\/day=\{day\}\/ \(2026-11-18 to 2026-11-20\): their counts are too low/,
      ),
    );
    expect(lookedAt.notes).toContainEqual(
      expect.stringMatching(
        /of [\d,]+ sampled rows of feed\/log\/day=\{day\}\/ arrived after their `time`, by up to \d+ hours/,
      ),
    );
    const strict = await place.issues({ ...place.spec(), strict: true });
    expect(strict.issues).toContainEqual(
      expect.objectContaining({ path: 'features.counts[0].of', code: 'window-not-read' }),
    );
  });

  it('that only a sample shows are warnings: nothing matches, records arrive before they happen', async () => {
    await using place = await JoinedLog.create();
    await place.put('strangers/part.parquet', "SELECT 'x' || i AS member, 1 AS country FROM range(9) t(i)");
    await place.put('some/part.parquet', `SELECT * FROM (${membersSql}) WHERE member < 'm2'`);
    const early = place.clicks('1d', { arrived: 'time' });
    const lookups = ['strangers', 'some'].map((name) => ({
      uri: place.uri(`${name}/`),
      key: 'member',
      columns: { country: name },
    }));
    const spec = { ...place.spec({ lookups, counts: [early], exclude: ['arrived', 'id'] }) };
    const { warnings, notes, issues } = await place.issues(spec);
    expect(issues).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining('feed/strangers/ has no row for the `member` of any of 800 sampled rows'),
    ]);
    expect(notes).toContainEqual(
      expect.stringMatching(/feed\/some\/ has no row for the `member` of \d\d % of the sampled rows/),
    );
    await place.put(
      'fast/part.parquet',
      `SELECT * REPLACE (time - INTERVAL 1 SECOND AS arrived) FROM (${daySql(18)})`,
    );
    const fast = place.spec({ counts: [place.clicks('1d', { uri: 'feed/fast/' })] });
    expect((await place.issues(fast)).warnings).toEqual([
      expect.stringMatching(
        /of 800 sampled rows of feed\/fast\/, 800 had arrived .* before their own `time`/,
      ),
    ]);
    expect((await place.issues({ ...fast, strict: true })).issues).toMatchObject([
      { path: 'features.counts[0].of.arrived' },
    ]);
  });
});
