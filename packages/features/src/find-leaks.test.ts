import type { PipelineInput, PipelineSpec } from '@espalier/spec';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { planSource } from './plan-source.js';
import { preflight } from './preflight.js';

/** Conversions come late in the log; much tells them, each in another way. */
const logSql = `
  SELECT i AS id, converted, CASE WHEN converted THEN 5 + i % 90 END AS spend, if(converted, 1 + i % 9, 0) AS items,
    CASE WHEN converted THEN 'o' || i END AS order_id, if(converted, 'paid', ['seen', 'left'][1 + i % 2]) AS status,
    if(converted, 3, [2, 4][1 + i % 2]) AS step, 'm' || (hash(i) % 4000) AS member, (hash(i + 7) % 1000) / 10 AS price,
    if(hash(i + 3) % 10 < 8, converted, NOT converted) AS hint
  FROM (SELECT i, i > 20000 AND i % 12 = 0 AS converted FROM range(60000) t(i))`;

const feed: Pick<PipelineInput, 'source' | 'tasks'> = {
  source: { train: { uri: 'log.parquet' }, split: { by: 'member', eval: 0.1 } },
  tasks: [{ name: 'conversion', group: 'active', label: 'converted' }],
};
const remedy =
  'if it is known only after the action, exclude it (features.exclude), or acknowledge it with a reason (features.acknowledged)';
const warning = (name: string) =>
  `\`${name}\` alone tells \`conversion\` (AUC 1.000 on 20,000 sampled rows): ${remedy}`;

async function look(input: Partial<PipelineInput>, sql = logSql) {
  await using fixture = await SourceFixture.create();
  await fixture.write('log.parquet', sql);
  return await preflight(specOf({ ...feed, ...input }), { baseDir: fixture.dir, store: null });
}

describe('leaks', () => {
  it('are told by name: measures, codes, IDs and NULLs alike, and no honest column', async () => {
    const { issues, warnings } = await look({});
    expect(issues).toEqual([]);
    expect(warnings).toEqual(['spend', 'items', 'order_id', 'status', 'step'].map(warning));
  });

  it('are refused under strict, each at its path', async () => {
    const features = {
      include: ['price', 'spend'],
      derived: [{ name: 'spent', sql: 'spend IS NOT NULL' }],
    };
    const { issues, warnings } = await look({ strict: true, features });
    expect(warnings).toEqual([]);
    expect(issues).toEqual([
      { path: 'features.include[1]', code: 'suspected-leak', message: warning('spend') },
      { path: 'features.derived[0]', code: 'suspected-leak', message: warning('spent') },
    ]);
    const plain = await look({
      strict: true,
      features: { exclude: ['spend', 'items', 'order_id', 'status'] },
    });
    expect(plain.issues).toEqual([{ path: 'features', code: 'suspected-leak', message: warning('step') }]);
  });

  it('that are acknowledged are notes, with their reasons', async () => {
    const features: PipelineInput['features'] = {
      include: ['price', 'spend'],
      acknowledged: [
        { column: 'spend', reason: 'spent in an earlier visit' },
        { column: 'price', reason: 'shown beforehand' },
      ],
    };
    const { issues, warnings, notes } = await look({ strict: true, features });
    expect([issues, warnings]).toEqual([[], []]);
    expect(notes).toEqual([
      'Acknowledged: `spend` alone tells `conversion` (AUC 1.000 on 20,000 sampled rows); reason: spent in an earlier visit',
      'Acknowledged: `price` tells no task alone; reason: shown beforehand',
    ]);
  });

  it('can be acknowledged of features only', async () => {
    const acknowledged = ['spent', 'converted', 'price', 'price'].map((column) => ({
      column,
      reason: 'known',
    }));
    const { issues } = await look({ features: { include: ['price', 'spend'], acknowledged } });
    expect(issues.map(({ path, code, suggestion }) => [path, code, suggestion])).toEqual([
      ['features.acknowledged[0].column', 'unknown-column', 'spend'],
      ['features.acknowledged[1].column', 'not-a-feature', undefined],
      ['features.acknowledged[3].column', 'duplicate', undefined],
    ]);
  });

  it('are not claimed of a handful of positives, which is said', async () => {
    const { warnings, notes } = await look({
      tasks: [{ name: 'rare', group: 'active', label: 'id IN (7, 30007, 59999)' }],
      features: { include: ['price'] },
    });
    expect(warnings).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(
        /^No column was tried against `rare`: the 20,000 sampled rows hold [0-3] positive and /,
      ),
    ]);
  });

  it('are looked for where an expression fails on some rows, too', async () => {
    const features = {
      include: ['spend'],
      derived: [{ name: 'number', sql: "CAST(if(id % 7 = 0, 'x', status) AS INTEGER)" }],
    };
    expect((await look({ features })).warnings).toEqual([warning('spend')]);
  });

  it('are part of the plan, and looked for in all objects of a small source', async () => {
    await using fixture = await SourceFixture.create();
    for (const part of [0, 1, 2])
      await fixture.write(
        `part-${part}.parquet`,
        `SELECT i AS id, i % 7 = 0 AND ${part} = 2 AS converted,
        if(converted, 1, NULL) AS spend FROM range(300) t(i)`,
      );
    const spec: PipelineSpec = specOf({
      ...feed,
      source: { train: { uri: 'part-*.parquet' }, split: { by: 'id', eval: 0.1 } },
    });
    const options = { baseDir: fixture.dir, store: null };
    const plan = await planSource(spec, options);
    expect(plan.warnings).toEqual([warning('spend').replace('20,000', '900')]);
    expect(plan.notes).toEqual([
      expect.stringContaining('matches 3 files'),
      expect.stringContaining('each batch is all of them'),
    ]);
    await expect(planSource({ ...spec, strict: true }, options)).rejects.toMatchObject({
      code: 'spec.invalid',
    });
    expect((await planSource(spec, { ...options, lookAtRows: false })).warnings).toEqual([]);
  });

  it('are found in a wide source within seconds', async () => {
    const columns = Array.from({ length: 500 }, (_, c) =>
      c % 2 === 0 ? `hash(i + ${c}) % 1000 AS c${c}` : `'v' || hash(i + ${c}) % 50 AS c${c}`,
    );
    const sql = `SELECT i AS member, i % 9 = 0 AS converted, if(converted, 1.5, 0) AS spend, ${columns} FROM range(25000) t(i)`;
    const { warnings } = await look({}, sql);
    expect(warnings).toEqual([expect.stringContaining('`spend` alone tells `conversion`')]);
  });
});
