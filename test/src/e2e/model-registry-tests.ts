/** Models by the day as their owner keeps them: registered by runs, gated, promoted, scored with, exported, rolled back, and kept by gc. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelChange, RunReport, ShownPoint, VersionRecord } from '@espalier/domain';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import { makeParquet } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { refusal } from './refusal.js';
import { sharedStack } from './shared-stack.js';

const spec = `name: daily
partitions: { key: day }
source:
  train: { uri: "log/day={day}/", last: 2, skip: 1 }
  eval: { uri: "log/day={day}/" }
tasks: [{ name: conversion, group: active, label: converted }]
encoder: { trees: 10, workers: 1 }
training: { epochs: 1, workers: 1 }
checks: {}
publish:
  model: home-feed
  gates:
    - { figure: auc, atLeast: 0.5 }
    - { figure: positives, atLeast: 10 }
    - { figure: observedOverExpected, atLeast: 0.5, atMost: 2 }
    - { figure: scoringP99Ms, rows: 100, atMost: 10000 }
`;
const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];

interface ShownVersion {
  readonly version: number;
  readonly run: string;
  readonly bundle: { readonly uri: string };
  readonly standing: string;
  readonly aliases: Readonly<Record<string, number | null>>;
  readonly made: VersionRecord;
}

let stack: OwnStack;
let path: string;

beforeAll(async () => {
  stack = await sharedStack();
  path = join(stack.dir, 'daily.yaml');
  await writeFile(path, spec);
  for (const [index, day] of days.entries()) {
    const folder = join(stack.dir, 'log', `day=${day}`);
    await mkdir(folder, { recursive: true });
    const from = index * 2_000;
    await makeParquet(
      folder,
      'log.parquet',
      `SELECT hash(i + 5) % 1000 / 10 AS price, hash(i + 3) % 100 < 6 + 30 * (hash(i + 5) % 1000 > 500)::INTEGER AS converted
       FROM range(${from}, ${from + 2_000}) t(i)`,
    );
  }
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
  const against =
    '[{ figure: auc, against: champion, atLeast: -0.2 }, { figure: auc, against: champion, atLeast: 0.2 }]';
  const gates = ['--set', `publish.gates=${against}`, '--set', 'encoder.trees=5'];
  const watch = ['--set', 'publish.watch={}'];
  const report = await train('2026-03-04', ...gates, ...watch);
  expect(report.stages.map(({ name }) => name).slice(-4)).toEqual([
    ...['evaluate', 'find-champion', 'challenge', 'publish'],
  ]);
  const { made, standing } = await show('home-feed@challenger');
  expect(standing).toBe('held');
  expect(made.verdicts.map(({ passed }) => passed)).toEqual([true, false]);
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
  const [point, ...none] = await watched();
  expect(none).toEqual([]);
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

test('a version waits for a person, whose word makes it the champion', async () => {
  const waiting = 'publish={ model: awaited, promote: after-approval, approval: { within: 2d } }';
  await train('2026-03-03', '--set', waiting);
  expect((await run('model', 'show', 'awaited@1')).stdout).toMatch(
    /waits for approval until .* \(4\d:\d\d:\d\d h left\); otherwise it is rejected/,
  );
  expect((await run('models')).stdout).toMatch(/awaited .* 1 \(4\d:\d\d:\d\d h left\)/);
  expect((await run('model', 'approve', 'awaited', '--reason', 'looked at it')).stdout).toMatch(
    /^Version 1 is approved, and the champion of awaited now\. Its 64 golden rows score as they did\./,
  );
  const { changes } = await stack.json<{ changes: ModelChange[] }>('model', 'history', 'awaited');
  const told = changes.map(({ action, reason, replay }) => `${action} ${reason} ${replay?.outcome}`);
  expect(told.slice(0, 2)).toEqual(['promote looked at it same', 'approve looked at it undefined']);
});

test('a bundle of which a part is another one becomes no champion, by a promotion or by a rollback', async () => {
  const promoted = await run('model', 'promote', 'home-feed@1', '--reason', 'older');
  expect(promoted.stdout).toContain('Its 64 golden rows score as they did.');
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  const { made } = await show('home-feed@2');
  const prefix = made.bundle.uri.slice(store.uri('').length);
  const parts = (await store.list(`${prefix}/`)).map(({ key }) => key);
  const part = parts.find((key) => key.endsWith('conversion.ubj')) ?? '';
  await store.putBytes(part, new TextEncoder().encode('the forest of another model'));
  store.close();
  for (const asked of ['promote home-feed@2', 'rollback home-feed']) {
    const refused = await refusal(2, run, ['model', ...asked.split(' ')]);
    expect(refused).toMatchObject({ code: 'registry.replay-differs' });
    expect(refused.message).toContain('conversion.ubj');
  }
});
