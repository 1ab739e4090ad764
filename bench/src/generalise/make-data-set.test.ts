import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { dataSets, tasksOf } from './data-sets.js';
import { type DataSetDraw, withDataSet } from './make-data-set.js';

function digestOf(draw: DataSetDraw): Promise<unknown> {
  return withDataSet(draw, async (connection) => {
    const digest = 'SELECT sha256(string_agg(dataset::VARCHAR, chr(10) ORDER BY i)) FROM dataset';
    return (await connection.runAndReadAll(digest)).getRows()[0]?.[0];
  });
}

describe.each(dataSets)('$name', (set) => {
  const draw = { name: set.name, rows: 2000, seed: 1 };

  it('is the same table each time, and another with another seed', async () => {
    const digest = await digestOf(draw);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOf(draw)).toBe(digest);
    expect(await digestOf({ ...draw, seed: 2 })).not.toBe(digest);
  });

  it('has rows of both classes of each task in both parts', async () => {
    const positives = tasksOf(set).map((task) => `sum("${task}")::INTEGER`);
    const parts = await withDataSet(draw, async (connection) => {
      const query = `SELECT part, count(*)::INTEGER, ${positives.join(', ')} FROM dataset GROUP BY part ORDER BY part`;
      return (await connection.runAndReadAll(query)).getRows();
    });
    expect(parts.map(([part]) => part)).toEqual(['eval', 'train']);
    for (const [, rows, ...counts] of parts) {
      for (const count of counts) {
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThan(rows as number);
      }
    }
  });

  it('has the columns that its pipeline names', async () => {
    const names = await withDataSet(draw, async (connection) =>
      (await connection.runAndReadAll('SELECT * FROM dataset LIMIT 0')).columnNames(),
    );
    const named = [
      ...set.exclude,
      ...tasksOf(set),
      ...[set.time, set.cluster].filter((name) => name !== undefined),
    ];
    expect(names).toEqual(expect.arrayContaining(named));
  });
});

it('knows every SQL there is', async () => {
  const files = await readdir(new URL('../../generalise/', import.meta.url));
  expect(dataSets.map(({ name }) => `${name}.sql`).sort()).toEqual(files.sort());
});
