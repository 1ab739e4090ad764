/** What a shard reads by path is part of what identifies it: real plans of real files, as the stages after them see these. */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Digest } from '@espalier/domain';
import { planSource } from '@espalier/features';
import { pipelineSchema } from '@espalier/spec';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contentDigest } from './stage-key-components.js';

const spec = pipelineSchema.parse({
  name: 'feed',
  source: {
    train: { uri: 'log/' },
    partitions: [{ name: 'day', type: 'date' }],
    split: { by: 'id', eval: 0.2 },
  },
  features: { derived: [{ name: 'weekday', sql: 'dayofweek(day)' }] },
  tasks: [{ name: 'click', group: 'passive', label: 'clicked = 1' }],
});

let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-partitions-'));
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  for (const day of ['2026-01-03', '2026-01-04', '2026-01-05']) {
    const folder = join(dir, 'first/log', `day=${day}`);
    mkdirSync(folder, { recursive: true });
    const rows = `SELECT i % 2 AS clicked, (i * 7919) % 1000 AS id, 'a' || i % 3 AS tab FROM range(3000) t(i)`;
    await connection.run(`COPY (${rows}) TO '${join(folder, 'log.parquet')}' (FORMAT parquet)`);
  }
  connection.closeSync();
});

afterAll(() => rmSync(dir, { recursive: true }));

/** What the extract stage's key says of the plan of a source. */
async function identityOf(folder: string): Promise<Digest> {
  const body = await planSource(spec, { baseDir: join(dir, folder), store: null });
  return contentDigest({ stage: 'plan', key: 'sha256:00', parts: [], body });
}

it('a source that was copied elsewhere is the same, and one whose partition folder was renamed is another', async () => {
  const before = await identityOf('first');
  cpSync(join(dir, 'first'), join(dir, 'second'), { recursive: true, preserveTimestamps: true });
  expect(await identityOf('second')).toBe(before);
  // The listing's order stays: nothing but the folder's name tells the two apart.
  renameSync(join(dir, 'second/log/day=2026-01-05'), join(dir, 'second/log/day=2026-01-06'));
  expect(await identityOf('second')).not.toBe(before);
});

it('two folders that hold each other’s files are another source, shard by shard', async () => {
  const plan = await planSource(spec, { baseDir: join(dir, 'first'), store: null });
  const digestOf = (shards: typeof plan.shards) =>
    contentDigest({ stage: 'plan', key: 'sha256:00', parts: [], body: { ...plan, shards } });
  const days = plan.shards.map(({ partitions }) => partitions);
  expect(new Set(days.map((values) => JSON.stringify(values))).size).toBe(3);
  const swapped = plan.shards.map((shard, i) => {
    const partitions = days[(i + 1) % days.length];
    return partitions === undefined ? shard : { ...shard, partitions };
  });
  expect(digestOf(swapped)).not.toBe(digestOf(plan.shards));
});
