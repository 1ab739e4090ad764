import { describe, expect, it } from 'vitest';
import { SourceFixture } from './fixtures/source-fixture.js';
import { widestType } from './widest-type.js';

describe('widestType', () => {
  it.each([
    ['INTEGER', 'BIGINT', 'BIGINT'],
    ['BOOLEAN', 'TINYINT', 'TINYINT'],
    ['UTINYINT', 'TINYINT', 'SMALLINT'],
    ['UBIGINT', 'BIGINT', 'HUGEINT'],
    ['UHUGEINT', 'BIGINT', 'DOUBLE'],
    ['BIGINT', 'DOUBLE', 'DOUBLE'],
    ['INTEGER', 'FLOAT', 'DOUBLE'],
    ['FLOAT', 'DOUBLE', 'DOUBLE'],
    ['DECIMAL(4,2)', 'DECIMAL(6,2)', 'DECIMAL(6,2)'],
    ['DECIMAL(6,0)', 'DECIMAL(4,3)', 'DECIMAL(9,3)'],
    ['DECIMAL(38,0)', 'DECIMAL(38,10)', 'DOUBLE'],
    ['INTEGER', 'DECIMAL(6,2)', 'DECIMAL(12,2)'],
    ['DECIMAL(6,2)', 'DOUBLE', 'DOUBLE'],
    ['TIMESTAMP', 'TIMESTAMP_NS', 'TIMESTAMP_NS'],
    ['DATE', 'TIMESTAMP', 'TIMESTAMP'],
    ['TIMESTAMP_NS', 'TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITH TIME ZONE'],
    ["ENUM('a', 'b')", 'VARCHAR', 'VARCHAR'],
    ['VARCHAR', 'BIGINT', null],
    ['DATE', 'BIGINT', null],
    ['BLOB', 'VARCHAR', null],
    ['BIGINT[]', 'BIGINT', null],
  ])('%s and %s are %s', (a, b, widest) => {
    expect(widestType(a, b)).toBe(widest);
    expect(widestType(b, a)).toBe(widest);
  });

  it('holds the bounds of every pair of integers', async () => {
    await using fixture = await SourceFixture.create();
    const bounds: Readonly<Record<string, readonly [string, string]>> = {
      TINYINT: ['-128', '127'],
      UTINYINT: ['0', '255'],
      INTEGER: ['-2147483648', '2147483647'],
      UINTEGER: ['0', '4294967295'],
      BIGINT: ['-9223372036854775808', '9223372036854775807'],
      UBIGINT: ['0', '18446744073709551615'],
      'DECIMAL(18,4)': ['-99999999999999.9999', '99999999999999.9999'],
    };
    for (const [a, of] of Object.entries(bounds)) {
      for (const b of Object.keys(bounds)) {
        for (const bound of of) {
          const wide = `CAST(CAST(${bound} AS ${a}) AS ${widestType(a, b)})`;
          expect(await fixture.rows(`SELECT ${wide} = CAST(${bound} AS ${a}) AS same`)).toEqual([
            { same: true },
          ]);
        }
      }
    }
  });
});
