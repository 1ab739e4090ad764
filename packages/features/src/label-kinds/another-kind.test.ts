/** That a label is what its kind's module says and nothing else is: a made one is registered beside the real ones, and extracted. */
import { EspalierError, type TaskKindName } from '@espalier/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SourceFixture, specOf } from '../fixtures/source-fixture.js';
import { readMatrix } from '../matrix-reader.js';
import { preflight } from '../preflight.js';
import type { LabelKind } from './label-kind.js';
import { labelKinds } from './registry.js';

/** Seconds that someone stayed, at least 0. */
const amount: LabelKind = {
  typeProblem: (duckdbType) =>
    duckdbType === 'DOUBLE' ? null : { code: 'label-not-a-number', message: `it is ${duckdbType}` },
  valueSql: (sql) => `CAST(CASE WHEN ${sql} < 0 THEN 0 ELSE ${sql} END AS FLOAT)`,
  classSql: () => 'NULL::BOOLEAN',
  nullRemedy: (label) => `write COALESCE(${label}, 0)`,
  constantAs: ({ positives }) => (positives === 0 ? 'nothing' : null),
};

const registry = labelKinds as Record<string, LabelKind>;
const kind = 'amount' as TaskKindName;
beforeAll(() => {
  registry.amount = amount;
});
afterAll(() => {
  delete registry.amount;
});

const logSql = 'SELECT i AS id, i % 2 AS clicked, (i % 7 - 1) / 4 AS stayed FROM range(3000) t(i)';

function specWith(label: string) {
  const spec = specOf({ source: { train: { uri: 'log.parquet' }, split: { by: 'id', eval: 0.5 } } });
  const [task] = spec.tasks;
  if (task === undefined) throw new RangeError('the fixture has a task');
  return { ...spec, tasks: [task, { ...task, name: 'stay', label, kind }] };
}

it('is extracted, counted and read as its kind makes it, beside a binary one', async () => {
  await using fixture = await SourceFixture.create();
  await fixture.write('log.parquet', logSql);
  const { results, schema } = await fixture.extract(specWith('stayed'), 1);
  const train = results.find(({ split }) => split === 'train');
  const options = { tasks: ['hit', 'stay'], training: true, scratchDir: fixture.scratchDir };
  const { rows, labels } = await readMatrix(train?.path ?? '', schema, options);
  const stay = labels.stay ?? new Float32Array(0);
  expect(new Set(stay)).toEqual(new Set([0, 0.25, 0.5, 0.75, 1, 1.25]));
  expect(new Set(labels.hit)).toEqual(new Set([0, 1]));
  const sum = stay.reduce((total, value) => total + value, 0);
  expect(schema.tasks[1]).toEqual({ name: 'stay', rows, positives: sum });
});

it('is refused by its kind: its type, its NULLs, and where nothing can be learnt of it', async () => {
  await using fixture = await SourceFixture.create();
  await fixture.write('log.parquet', logSql);
  const issuesOf = async (label: string) =>
    (await preflight(specWith(label), { baseDir: fixture.dir, store: null })).issues;
  expect(await issuesOf('stayed')).toEqual([]);
  expect(await issuesOf('clicked')).toMatchObject([
    { path: 'tasks[1].label', code: 'label-not-a-number', message: 'it is BIGINT' },
  ]);
  expect(await issuesOf('CASE WHEN stayed > 1 THEN NULL ELSE stayed END')).toMatchObject([
    { path: 'tasks[1].label', code: 'null-label', message: expect.stringContaining('write COALESCE(…, 0)') },
  ]);
  const refusal = await fixture.extract(specWith('stayed - 2')).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(EspalierError);
  expect(refusal).toMatchObject({
    code: 'features.one-class-label',
    message: expect.stringContaining('task stay is nothing for all'),
  });
});
