/** A row is chosen by its number in its object alone, whichever shard it is read in. */
import { expect, it } from 'vitest';
import { SourceFixture } from './fixtures/source-fixture.js';
import { rowHashSql } from './row-hash.js';

it('a row has the same hash in a shard that ends before row 2^32 and in one that ends after it', async () => {
  await using fixture = await SourceFixture.create();
  const before = rowHashSql('fold', 7, { objectIndex: 3, firstRow: 0, rows: 2 ** 32 });
  const across = rowHashSql('fold', 7, { objectIndex: 3, firstRow: 0, rows: 2 ** 32 + 1 });
  const numbers =
    'SELECT i AS file_row_number FROM (FROM range(5000) t(i) UNION ALL VALUES (4294967295), (4294967294))';
  const [row] = await fixture.rows<{ same: number; distinct: number }>(
    `SELECT count(*) FILTER (WHERE ${before} = ${across})::DOUBLE AS same, count(DISTINCT ${across})::DOUBLE AS "distinct" FROM (${numbers})`,
  );
  expect(row).toEqual({ same: 5002, distinct: 5002 });
});

it('rows above 2^32 differ from those below it', async () => {
  await using fixture = await SourceFixture.create();
  const hash = rowHashSql('fold', 7, { objectIndex: 0, firstRow: 2 ** 32, rows: 1000 });
  const [row] = await fixture.rows<{ distinct: number }>(
    `SELECT count(DISTINCT ${hash})::DOUBLE AS "distinct" FROM (SELECT i AS file_row_number FROM (FROM range(1000) t(i) UNION ALL FROM range(4294967296, 4294968296) t(i)))`,
  );
  expect(row?.distinct).toBe(2000);
});
