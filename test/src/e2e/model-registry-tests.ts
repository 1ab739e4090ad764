/** Models by the day as their owner keeps them: registered by runs, gated, promoted, scored with, exported, rolled back, and kept by gc. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelChange, RunReport, ShownPoint } from '@espalier/domain';
import { beforeAll, expect, test } from 'vitest';
import { days, type ShownVersion, writeDailyPipeline } from './daily-log.js';
import type { OwnStack } from './own-stack.js';
import { refusal } from './refusal.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let path: string;

beforeAll(async () => {
  stack = await sharedStack();
  path = await writeDailyPipeline(stack);
});

const run = (...args: string[]) => stack.espalier(...args);
const show = (name: string) => stack.json<ShownVersion>('model', 'show', name);
const watched = async () =>
  (await stack.json<{ points: ShownPoint[] }>('model', 'watch', 'home-feed')).points;
const train = (day: string, ...args: string[]) =>
  stack.json<RunReport>('run', path, '--wait', '--for', day, ...args);

test('before any run there is no model, and every command says so', async () => {
  expect((await run('models')).stdout).toContain('publish.model');
  for (const args of [
    ['model', 'show', 'home-feed'],
    ['model', 'promote', 'home-feed'],
    ['model', 'history', 'home-feed'],
    ['score', '--model', 'home-feed', '--input', path, '--output', join(stack.dir, 'x.parquet')],
    ['bundle', 'export', '--model', 'home-feed', join(stack.dir, 'x')],
  ])
    expect(await refusal(2, run, args)).toMatchObject({ code: 'registry.unknown-model' });
  expect(await refusal(2, run, ['model', 'show', 'Home@1'])).toMatchObject({ code: 'request.invalid' });
});

test('a pipeline whose gates make no sense is refused before anything starts', async () => {
  const set = (value: string) => ['run', path, '--for', '2026-03-03', '--set', value];
  const refused = await refusal(2, run, set('publish.gates=[{ figure: acu }]'));
  expect(refused.details.issues?.map(({ path: place }) => place)).toEqual([
    'publish.gates[0]',
    'publish.gates[0].figure',
  ]);
  const unseen = await refusal(2, run, set('publish={ model: home-feed, promote: when-gates-pass }'));
  expect(unseen.details.issues?.[0]?.path).toBe('publish.promote');
});

test('each run registers its bundle as the next version, and a failed gate holds one', async () => {
  const against = 'publish.gates=[{ figure: auc, against: champion, atLeast: 0 }]';
  const plain = await train('2026-03-03', '--set', 'publish.model=other', '--set', against);
  const [unopposed] = (await show('other@1')).made.verdicts;
  expect(unopposed).toMatchObject({ passed: true, because: expect.stringContaining('no champion yet') });
  const first = await train('2026-03-03');
  // What a bundle becomes is no part of it.
  expect(first.bundle).toEqual(plain.bundle);
  const second = await train('2026-03-04', '--set', 'publish.promote=when-gates-pass');
  await train(
    '2026-03-04',
    '--set',
    'publish.gates=[{ figure: auc, atLeast: 0.99 }]',
    '--set',
    'publish.promote=when-gates-pass',
  );
  expect(await show('home-feed@1')).toMatchObject({
    run: first.runId,
    bundle: { uri: first.bundle?.uri },
    standing: 'registered',
    aliases: { champion: 2, challenger: 3, previous: null },
  });
  const champion = await show('home-feed');
  expect(champion).toMatchObject({ version: 2, run: second.runId, made: { golden: { rows: 64 } } });
  expect(champion.made.verdicts.at(-1)?.because).toMatch(
    /^scoringP99Ms of 100 rows is .* ms over \d+ calls, and passes at most 10000\.$/,
  );
  const held = await show('home-feed@challenger');
  expect(held).toMatchObject({ version: 3, standing: 'held' });
  expect(held.made.verdicts[0]?.because).toMatch(
    /^auc of conversion is 0\.\d+, and has to be at least 0\.99\.$/,
  );
  expect((await run('models')).stdout).toMatch(/home-feed +2 +3 +- +3 +3/);
});

test('lineage leads from a version to what it was made of, and from a day to its versions', async () => {
  const { made, run: runId } = await show('home-feed@1');
  expect(made.spec.key).toBe(`runs/${runId}/spec.json`);
  expect(Object.keys(made.manifests)).toEqual(
    expect.arrayContaining(['plan', 'extract', 'check', 'fit-encoder', 'train', 'evaluate']),
  );
  expect(made.checks).toMatchObject({ profile: { sizeBytes: expect.any(Number) } });
  expect(made.checks?.verdicts.filter(({ passed }) => !passed)).toEqual([]);
  expect(made.partitions.map(({ label, split }) => `${split} ${label}`)).toEqual([
    'train 2026-03-01',
    'train 2026-03-02',
    'eval 2026-03-03',
  ]);
  const seen = await stack.json<{ versions: { model: string; version: number; split: string }[] }>(
    'models',
    '--saw',
    '2026-03-03',
  );
  expect(seen.versions.map(({ model, version, split }) => `${model}@${version} ${split}`)).toEqual([
    'home-feed@1 eval',
    'home-feed@2 train',
    'home-feed@3 train',
    'other@1 eval',
  ]);
});

test('promotions, refusals, a rollback: each counts once, and the history says who and why', async () => {
  const change = (...args: string[]) => run('model', ...args);
  expect(await refusal(2, run, ['model', 'promote', 'home-feed'])).toMatchObject({
    code: 'registry.gate-failed',
  });
  expect(await refusal(2, run, ['model', 'promote', 'home-feed@2'])).toMatchObject({
    code: 'registry.already-champion',
  });
  expect(await refusal(2, run, ['model', 'promote', 'home-feed@9'])).toMatchObject({
    code: 'registry.unknown-version',
  });
  expect((await change('approve', 'home-feed', '--reason', 'the gate is a joke')).exitCode).toBe(0);
  expect((await change('promote', 'home-feed', '--reason', 'try it')).stdout).toMatch(
    /in place of 2; .* Its 64 golden rows score as they did\./,
  );
  expect((await change('rollback', 'home-feed', '--reason', 'worse')).stdout).toMatch(
    /^Version 2 .* again, in place of 3/,
  );
  expect(await refusal(2, run, ['model', 'rollback', 'home-feed'])).toMatchObject({
    code: 'registry.no-previous',
  });
  expect((await change('reject', 'home-feed@3', '--reason', 'worse')).exitCode).toBe(0);
  expect(await refusal(2, run, ['model', 'promote', 'home-feed@3'])).toMatchObject({
    code: 'registry.rejected-version',
  });
  const { changes } = await stack.json<{ changes: ModelChange[] }>('model', 'history', 'home-feed');
  expect(
    changes
      .map(({ number, action, version, reason }) => `${number} ${action} ${version}: ${reason}`)
      .reverse(),
  ).toEqual([
    '1 register 1: published by its run',
    '2 register 2: published by its run',
    '3 promote 2: all gates let it pass',
    '4 register 3: published by its run',
    '5 approve 3: the gate is a joke',
    '6 promote 3: try it',
    '7 rollback 2: worse',
    '8 reject 3: worse',
  ]);
});

test('a challenger faces the champion on rows that neither has learnt from, and on no others', async () => {
  const slices =
    '{ figure: auc, against: champion, atLeast: -0.2, slices: { column: price, values: [62.3, 1000] } }';
  const against = `[{ figure: auc, against: champion, atLeast: -0.2 }, { figure: auc, against: champion, atLeast: 0.2 }, ${slices}]`;
  const gates = ['--set', `publish.gates=${against}`, '--set', 'encoder.trees=5'];
  const watch = ['--set', 'publish.watch={}'];
  const report = await train('2026-03-04', ...gates, ...watch);
  expect(report.stages.map(({ name }) => name).slice(-4)).toEqual([
    ...['evaluate', 'find-champion', 'challenge', 'publish'],
  ]);
  const { made, standing } = await show('home-feed@challenger');
  expect(standing).toBe('held');
  expect(made.verdicts.map(({ passed }) => passed)).toEqual([true, false, true, false]);
  const [, , few, none] = made.verdicts;
  expect(few).toMatchObject({
    ...{ slice: { column: 'price', value: '62.3' }, champion: { rows: 8 } },
    because: expect.stringMatching(
      /^auc of conversion where price is 62\.3 less .* is not judged: it has 2 positives there/,
    ),
  });
  expect(none?.because).toMatch(/can't be told: no held-out row has price 1000\.$/);
  expect(made.checks?.verdicts.map(({ against }) => against)).toContain('champion');
  const [faced] = made.verdicts;
  expect(faced?.because).toMatch(
    /^auc of conversion less that of version 2, the champion, is .* 2000 rows of 2026-03-04\), and passes at least -0\.2 /,
  );
  const champion = await show('home-feed@champion');
  expect(faced?.champion).toMatchObject({
    ...{ version: 2, partitions: ['2026-03-04'], rows: 2_000, clusters: null },
    ...{ bundle: champion.made.bundle.digest, ci: expect.any(Array), pValue: expect.any(Number) },
  });
  // What it was measured on when it was made is scored alike before the run trains.
  const [point, ...others] = await watched();
  expect(others).toEqual([]);
  expect(point).toMatchObject({
    partition: '2026-03-04',
    version: 2,
    run: report.runId,
    rows: 2_000,
    drifted: false,
  });
  const [now, then] = [point?.estimates.conversion?.auc, point?.reference?.estimates.conversion?.auc];
  expect(now?.value).toBeCloseTo(then?.value ?? Number.NaN, 5);
  expect(report.notes.join()).toContain('was scored on 2026-03-04');
  expect((await run('model', 'show', 'home-feed')).stdout).toMatch(/watched on +2026-03-04/);
  // Both models' own figures on the same rows, as each run's evaluation has them.
  const auc = async (runId: string) =>
    Number((await stack.json<RunReport>('show', runId)).metrics.conversion?.auc);
  expect(faced?.champion?.difference).toBeCloseTo((await auc(report.runId)) - (await auc(champion.run)), 5);
  expect((await run('model', 'show', 'home-feed@challenger')).stdout).toContain('the champion, is');
  // What predicts alike differs by nothing, to the bit.
  const equal = await train(
    '2026-03-04',
    '--set',
    'publish.gates=[{ figure: auc, against: champion, atLeast: 0 }]',
    ...watch,
  );
  expect(equal.notes.join()).toContain(`was scored on it as it is by ${report.runId}`);
  expect(equal.bundle).toEqual(champion.bundle);
  expect((await show('home-feed@challenger')).made.verdicts[0]).toMatchObject({
    passed: true,
    champion: { difference: 0, ci: [0, 0], pValue: 0 },
  });
  const seen = await train('2026-03-03', ...gates, ...watch);
  expect(seen.notes.join()).toContain('version 2 has learnt from 2026-03-03');
  expect(await watched()).toEqual([point]);
  expect((await show('home-feed@challenger')).made.verdicts[0]).toMatchObject({
    passed: false,
    because:
      "auc of conversion less that of version 2, the champion, can't be told: version 2 has learnt from 2026-03-03.",
  });
});

test('the champion scores, and is exported as TensorFlow Serving takes a version', async () => {
  const input = join(stack.dir, 'log', `day=${days[3]}`, 'log.parquet');
  const output = join(stack.dir, 'scores-of-champion.parquet');
  const scored = await stack.json<{ bundle: string }>(
    'score',
    '--model',
    'home-feed',
    '--input',
    input,
    '--output',
    output,
  );
  expect(scored).toMatchObject({ model: 'home-feed', version: 2, rows: 2_000 });
  const models = join(stack.dir, 'models');
  await stack.json('bundle', 'export', '--model', 'home-feed@1', '--serving', models);
  expect(await readdir(join(models, 'home-feed'))).toEqual(['1']);
  expect((await readdir(join(models, 'home-feed', '1'))).sort()).toEqual(['assets.extra', 'saved_model.pb']);
  await stack.json('bundle', 'export', '--model', 'home-feed', join(stack.dir, 'bundle'));
  expect(await readdir(join(stack.dir, 'bundle'))).toContain('bundle.json');
});

test('gc keeps what versions name, long after their runs are forgotten', async () => {
  const { made } = await show('home-feed@1');
  const points = await watched();
  await stack.json('gc', '--keep', '0d', '--keep-reports', '0d', '--keep-cached', '0d', '--grace', '0h');
  await stack.json('gc', '--keep', '0d', '--keep-reports', '0d', '--keep-cached', '0d', '--grace', '0h');
  expect((await show('home-feed@1')).made).toEqual(made);
  expect(await watched()).toEqual(points);
  const { byKind } = await stack.json<{ byKind: Record<string, { objects: number }> }>('du');
  expect(byKind.models?.objects).toBeGreaterThan(5);
});
