/** Variants of a pipeline are trained on one encoder, measured on one set of rows, and told as text, JSON and a page; what nothing needs afterwards is freed. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { ComparisonReport, RunReport, Spread, VariantTask } from '@espalier/domain';
import { loadSettings } from '@espalier/settings';
import { createStore, type GarbageReport, type SpaceUsage } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import { writeLeakingPipeline } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { refusal } from './refusal.js';
import { ServerCaller } from './server-caller.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let spec: string;

beforeAll(async () => {
  stack = await sharedStack();
  spec = await writeLeakingPipeline(stack.dir, { oneRank: true });
});

/** Every plot with its lines, and every figure of the report as it stands in JSON. */
function expectWholePage(html: string, compared: ComparisonReport): void {
  const textsOf = (svg: string) => [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
  const plots = [...html.matchAll(/<svg .*?<\/svg>/gs)].map(([svg]) => textsOf(svg));
  const variants = compared.variants.map(({ name }) => name);
  const others = variants.filter((name) => name !== compared.baseline);
  for (const [title, lines] of [
    [`AUC less ${compared.baseline}&#39;s`, [...others, 'forest']],
    ['ROC', [...variants, 'forest', 'false positive rate', 'true positive rate']],
    ['calibration', [...variants, 'forest', 'as predicted', 'observed']],
    ['learning', [...variants, 'step', 'log loss']],
  ] as const) {
    const plot = plots.find((texts) => texts.includes(`conversion: ${title}`));
    expect(plot, title).toEqual(expect.arrayContaining([...lines]));
  }
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '')),
  );
  for (const { name, tasks, parameters, scoringRowsPerSecond } of compared.variants) {
    const [figures, costs] = rows.filter(([head]) => head === name);
    const told = (metric: string) => (tasks.conversion?.[metric] as Spread | undefined)?.mean.toFixed(4);
    const numbers = ['auc', 'logLoss', 'normalizedEntropy'].map(told);
    expect(figures?.map((cell) => cell.split(' ')[0])).toEqual(expect.arrayContaining(numbers));
    const times = compared.costs.times[name]?.scoringRowsPerSecond.toFixed(2);
    expect(costs?.[3]).toMatch(new RegExp(`^[\\d.]+[kM]? rows/s ${times}x$`));
    const shown = (text = '') =>
      Number.parseFloat(text) * (/^[\d.]+M/.test(text) ? 1e6 : /^[\d.]+k/.test(text) ? 1e3 : 1);
    expect(shown(costs?.[1]) / (parameters ?? Number.NaN)).toBeCloseTo(1, 2);
    expect(shown(costs?.[3]) / scoringRowsPerSecond).toBeCloseTo(1, 2);
  }
  const forest = rows.find(([head]) => head === 'forest alone');
  expect(forest?.[1]).toBe((compared.forest.conversion?.metrics.auc as number | undefined)?.toFixed(4));
}

const ran = ({ stages }: RunReport) => stages.filter(({ cached }) => !cached).map(({ id }) => id);

test('what is wrong with a comparison is told at once, and nothing is started', async () => {
  const run = (...args: string[]) => stack.espalier(...args);
  const asked = ['compare', spec, '--architectures', 'towers,towerz', '--variant', 'deep:encoder.trees=99'];
  const error = await refusal(2, run, asked);
  expect(error.details.issues?.map(({ message }) => message)).toEqual([
    expect.stringMatching(/no architecture "towerz"/),
    expect.stringMatching(/variant deep changes what stage fit-encoder makes/),
  ]);
  await writeFile(join(stack.dir, 'there.html'), '');
  const page = ['--report', join(stack.dir, 'there.html')];
  await refusal(2, run, ['compare', spec, '--architectures', 'towers,separate', ...page]);
  expect((await stack.json<{ runs: unknown[] }>('runs')).runs).toEqual([]);
});

test('one encoder for all, a line for each; again with one more, only that one is trained', async () => {
  const page = join(stack.dir, 'report.html');
  const two = ['compare', spec, '--architectures', 'separate,towers', '--seeds', '2'];
  const first = await stack.json<RunReport>(...two, '--report', page);
  expect(ran(first).filter((id) => !/^(train|evaluate)\./.test(id))).toEqual([
    ...['plan', 'extract', 'fit-encoder', 'encode', 'compare'],
  ]);
  expect(ran(first).filter((id) => id.startsWith('train.'))).toHaveLength(4);
  const { compared } = first;
  const aucOf = (task: VariantTask | undefined) => task?.auc as Spread | undefined;
  expect(compared?.variants.map(({ name, tasks }) => [name, aucOf(tasks.conversion)?.values.length])).toEqual(
    [
      ['separate', 2],
      ['towers', 2],
    ],
  );
  for (const variant of compared?.variants ?? []) {
    expect(variant.parameters).toBeGreaterThan(0);
    expect(variant.trainingSeconds?.mean).toBeGreaterThan(0);
    expect(variant.scoringRowsPerSecond).toBeGreaterThan(0);
  }
  expect(compared?.variants[0]?.tasks.conversion?.fromBaseline).toBeNull();
  expect(compared?.forest.conversion?.metrics.auc).toBeGreaterThan(0.99);
  const server = await ServerCaller.of(stack.homeDir);
  expect((await server.ask('GET', `/v1/runs/${first.runId}`)).json.report.compared).toEqual(compared);
  const html = await readFile(page, 'utf8');
  expectWholePage(html, compared as ComparisonReport);
  // To mail it: nothing runs in it, nothing is fetched from elsewhere.
  expect(html).not.toMatch(/<script|src=|href="http|url\(http/);
  expect((await stack.espalier('show', first.runId)).stdout).toMatch(/separate .*baseline/);
  // The same page, of the run that has ended.
  const again = join(stack.dir, 'again.html');
  await stack.json('show', first.runId, '--report', again);
  expect(await readFile(again, 'utf8')).toBe(html);

  const ple = ['architecture=ple', 'taskExperts=2', 'extractionLayers=1'];
  const three = [...two, ...ple.flatMap((setting) => ['--variant', `ple:model.${setting}`])];
  const second = await stack.json<RunReport>(...three);
  expect(ran(second)).toEqual([
    'plan',
    'train.ple.s0',
    'evaluate.ple.s0',
    'train.ple.s1',
    'evaluate.ple.s1',
    'compare',
  ]);
  const { variants = [], costs } = second.compared ?? {};
  expect(variants.map(({ name, architecture }) => [name, architecture])).toEqual([
    ...['separate', 'towers', 'ple'].map((name) => [name, name]),
  ]);
  expect(variants[2]?.parameters).toBeGreaterThan(variants[0]?.parameters ?? Number.NaN);
  expect(costs).toMatchObject({ reference: 'separate', isSeparate: true, times: { ple: {} } });
  expect(second.compared?.variants[1]?.trainingSeconds).toEqual(compared?.variants[1]?.trainingSeconds);

  // The first training of a variant is the pipeline itself.
  const alone = await stack.json<RunReport>('run', spec, '--wait');
  expect(ran(alone)).toEqual(['plan', 'publish']);
  const noPage = ['show', alone.runId, '--report', join(stack.dir, 'alone.html')];
  expect((await refusal(2, (...args) => stack.espalier(...args), noPage)).message).toMatch(/is none/);
});

test('what nothing needs any more is told, freed, and made again where it is asked for', async () => {
  const before = await stack.json<RunReport>('run', spec, '--wait');
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  const encoded = (await store.list('cache/encode/')).map(({ key }) => parse(key).name);
  store.close();
  expect(encoded).toHaveLength(1);
  await stack.json('cache', 'drop', 'encode', encoded[0] ?? '');

  const keep = ['--keep', '0s', '--keep-reports', '0s'];
  const usage = () => stack.json<SpaceUsage>('du', ...keep);
  const gc = (...more: string[]) => stack.json<GarbageReport>('gc', ...keep, '--grace', '0s', ...more);
  const full = await usage();
  expect(full.byPipeline.leak?.sizeBytes).toBeGreaterThan(0);
  const told = await gc('--dry-run');
  expect(Object.keys(told.freedByKind)).toEqual(expect.arrayContaining(['dropped results', 'run records']));
  expect(await usage()).toEqual(full);
  const { freed, freedByKind } = await gc();
  expect(freedByKind).toEqual(told.freedByKind);
  expect((await usage()).total).toEqual({
    objects: full.total.objects - freed.objects,
    sizeBytes: full.total.sizeBytes - freed.sizeBytes,
  });
  expect((await gc('--dry-run')).freed.objects).toBe(0);

  const after = await stack.json<RunReport>('run', spec, '--wait');
  expect(ran(after)).toEqual(['plan', 'encode', 'publish']);
  expect(after.bundle).toEqual(before.bundle);
  expect(after.metrics).toEqual(before.metrics);
});
