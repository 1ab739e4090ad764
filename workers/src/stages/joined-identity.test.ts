/** What is joined to rows is part of what the stages after the plan are known by: its content and its declaration, and not where it lies. */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Digest } from '@espalier/domain';
import { planSource } from '@espalier/features';
import { type PipelineInput, pipelineSchema } from '@espalier/spec';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contentDigest } from './stage-key-components.js';

type Features = NonNullable<PipelineInput['features']>;

const log = { uri: 'log/', arrived: 'arrived' };
const features: Features = {
  asOf: 'time',
  exclude: ['time', 'arrived'],
  lookups: [{ uri: 'members/', key: 'member', columns: ['country'] }],
  counts: [{ name: 'clicks', of: log, by: 'member', where: 'clicked = 1', over: '6h' }],
};

let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-joined-'));
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const write = async (folder: string, rows: string) => {
    mkdirSync(join(dir, folder), { recursive: true });
    await connection.run(`COPY (${rows}) TO '${join(dir, folder, 'part.parquet')}' (FORMAT parquet)`);
  };
  const members = "SELECT 'm' || i AS member, 'c' || i % 5 AS country FROM range(30) t(i)";
  await write('first/members', members);
  await write('others', members.replace('% 5', '% 6'));
  await write(
    'first/log',
    `SELECT i % 2 AS clicked, 'm' || i % 30 AS member, TIMESTAMP '2026-01-01' + to_seconds(i * 50) AS time,
     time + INTERVAL 1 MINUTE AS arrived FROM range(3000) t(i)`,
  );
  connection.closeSync();
});

afterAll(() => rmSync(dir, { recursive: true }));

/** What the extract stage's key says of the plan. */
async function identityOf(folder: string, of: Partial<Features> = {}): Promise<Digest> {
  const spec = pipelineSchema.parse({
    name: 'feed',
    source: { train: { uri: 'log/' }, split: { by: 'member', eval: 0.2 } },
    features: { ...features, ...of },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked = 1' }],
  });
  const body = await planSource(spec, { baseDir: join(dir, folder), store: null });
  return contentDigest({ stage: 'plan', key: 'sha256:00', parts: [], body });
}

it('the same tables elsewhere are the same', async () => {
  const before = await identityOf('first');
  cpSync(join(dir, 'first'), join(dir, 'second'), { recursive: true });
  expect(await identityOf('second')).toBe(before);
  renameSync(join(dir, 'second/members'), join(dir, 'second/people'));
  const lookups = [{ uri: 'people/', key: 'member', columns: ['country'] }];
  expect(await identityOf('second', { lookups })).toBe(before);
});

it('a table of other rows is another', async () => {
  cpSync(join(dir, 'first'), join(dir, 'third'), { recursive: true });
  copyFileSync(join(dir, 'others/part.parquet'), join(dir, 'third/members/part.parquet'));
  expect(await identityOf('third')).not.toBe(await identityOf('first'));
});

it.each<[string, Partial<Features>]>([
  ['a window', { counts: [{ name: 'clicks', of: log, by: 'member', where: 'clicked = 1', over: '7h' }] }],
  ['which rows count', { counts: [{ name: 'clicks', of: log, by: 'member', over: '6h' }] }],
  [
    'when they count from',
    {
      counts: [
        { name: 'clicks', of: { ...log, arrived: 'time' }, by: 'member', where: 'clicked = 1', over: '6h' },
      ],
    },
  ],
  ['a name', { lookups: [{ uri: 'members/', key: 'member', columns: { country: 'land' } }] }],
  ['the moment', { asOf: 'arrived' }],
])('a declaration that differs in %s is another', async (_, of) => {
  expect(await identityOf('first', of)).not.toBe(await identityOf('first'));
});
