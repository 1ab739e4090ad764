import { mkdir, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExactFile } from './exact-file.js';
import { SourceFixture } from './fixtures/source-fixture.js';
import { readFooter } from './parquet-footer.js';

/** Each with a file beside it that the name finds where it is read as a pattern. */
const names = [
  ['events[1].parquet', 'events1.parquet'],
  ['what?.parquet', 'whatX.parquet'],
  ['any*.parquet', 'any-other.parquet'],
  ['back\\[1].parquet', 'back1.parquet'],
  ['**.parquet', 'beside.parquet'],
] as const;

describe('a path is that file, whatever letters it has', () => {
  it.each(names)('%s', async (name, beside) => {
    await using fixture = await SourceFixture.create();
    await fixture.write(beside, 'SELECT 2 AS other FROM range(20)');
    const path = await fixture.write(name, 'SELECT 1 AS own FROM range(10)');
    await using file = await ExactFile.open(path);
    expect(await fixture.rows(`SELECT DISTINCT own FROM ${file.rowsSql()}`)).toEqual([{ own: 1 }]);
    expect(await readFooter(fixture.database, file, path)).toMatchObject({ rows: 10 });
  });

  it('in folders of any name, and no folder is a column', async () => {
    await using fixture = await SourceFixture.create();
    const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
      (c) => c !== '/',
    );
    const folder = fixture.path(join('own=7', letters.join(''), 'ü'.repeat(75)));
    await mkdir(folder, { recursive: true });
    const written = await fixture.write('log.parquet', 'SELECT 1 AS own FROM range(10)');
    await rename(written, join(folder, 'a.parquet'));
    await using file = await ExactFile.open(join(folder, 'a.parquet'));
    expect(await fixture.rows(`SELECT * FROM ${file.rowsSql()} LIMIT 1`)).toEqual([{ own: 1 }]);
  });

  it('also after another file had the same place and time of change', async () => {
    await using fixture = await SourceFixture.create();
    const path = await fixture.write('a.parquet', 'SELECT 1 AS own FROM range(10)');
    const time = new Date(1_700_000_000_000);
    const read = async () => {
      await utimes(path, time, time);
      await using file = await ExactFile.open(path);
      return await fixture.rows(`SELECT DISTINCT own FROM ${file.rowsSql()}`);
    };
    expect(await read()).toEqual([{ own: 1 }]);
    await fixture.write('a.parquet', 'SELECT 2 AS own FROM range(10)');
    expect(await read()).toEqual([{ own: 2 }]);
  });
});
