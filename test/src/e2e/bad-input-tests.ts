/** Requests that can't be met: told whole, with paths and the right exit code, and nothing is started or left behind. */
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leakingSpec, makeParquet, writeLeakingLog } from './leaking-log.js';
import { censusSpec, censusTest, censusTrain, type OwnStack } from './own-stack.js';
import { refusal, stackTrace, type ToldError } from './refusal.js';
import { sharedStack } from './shared-stack.js';

function pathsOf(error: ToldError): string[] {
  return (error.details.issues ?? []).map(({ path }) => path).sort();
}

describe('with a stack', () => {
  let stack: OwnStack;
  const run = (...args: string[]) => stack.espalier(...args);

  beforeAll(async () => {
    stack = await sharedStack();
  });

  async function write(name: string, text: string): Promise<string> {
    const path = join(stack.dir, name);
    await writeFile(path, text);
    return path;
  }

  const tasksOnCensus = `
tasks:
  - { name: never_married, group: passive, label: "marital_stat = 'Never married'" }
  - { name: income, group: active, label: "income = '50000+.'" }
`;
  const quick = 'encoder: { trees: 10 }\ntraining: { epochs: 1 }\n';

  async function expectNothingStarted(): Promise<void> {
    expect((await stack.json<{ runs: unknown[] }>('runs')).runs).toEqual([]);
    const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
    // Made by the stack itself, whatever is asked: the server's first token, the link that `up` prints, the store's own ID.
    const own = /^(access\/(tokens|sign-in-codes)\/\w+|audit\/[\d-]+\/[\w-]+|store)\.json$/;
    expect((await store.list('')).map(({ key }) => key).filter((key) => !own.test(key))).toEqual([]);
    store.close();
  }

  describe('refused before anything starts', () => {
    test('every mistake that the pipeline file shows by itself, at once', async () => {
      const spec = await write(
        'mistakes.yaml',
        `name: Mistakes
sede: 7
source: { train: { uri: '${censusTrain}' }, eval: { uri: '${censusTrain}' } }
tasks: []
encoder: { trees: many, workers: 0 }
model: { architecture: tower, droput: 0.2 }
training: { batchSize: 1024, learningRate: -1 }
`,
      );
      const error = await refusal(2, run, ['run', spec, '--wait']);
      expect(error.code).toBe('spec.invalid');
      expect(pathsOf(error)).toEqual([
        'encoder.trees',
        'encoder.workers',
        'model.architecture',
        'model.droput',
        'name',
        'sede',
        'source.eval.uri',
        'tasks',
        'training.learningRate',
      ]);
      const { stderr } = await run('run', spec);
      expect(stderr).toMatch(/sede: unknown key.*did you mean.*seed/);
      expect(stderr).toMatch(/model\.droput: unknown key.*did you mean.*dropout/);
      expect(stderr).toMatch(/mistakes\.yaml:5:\d+/);
      expect(await refusal(2, run, ['plan', spec])).toMatchObject({ code: 'spec.invalid' });
    });

    test('every mistake that the footers of the source show, at once', async () => {
      const spec = await write(
        'columns.yaml',
        `name: columns
source: { train: { uri: '${censusTrain}' }, eval: { uri: gone/*.parquet } }
features: { exclude: [instance_wieght], derived: [{ name: twice, sql: 'agee * 2' }] }
tasks:
  - { name: number, group: active, label: age + 1 }
  - { name: column, group: active, label: "incom = '50000+.'" }
  - { name: grammar, group: passive, label: 'income = = 1' }
  - { name: constant, group: passive, label: '1 = 1' }
`,
      );
      const error = await refusal(2, run, ['run', spec, '--wait']);
      expect(error.code).toBe('spec.invalid');
      expect(pathsOf(error)).toEqual([
        'features.derived[0].sql',
        'features.exclude[0]',
        'source.eval.uri',
        'tasks[0].label',
        'tasks[1].label',
        'tasks[2].label',
        'tasks[3].label',
      ]);
    });

    test('sources that do not exist', async () => {
      const spec = await write(
        'sources.yaml',
        `name: sources
source: { train: { uri: nowhere.parquet }, eval: { uri: s3://no-such-bucket-of-ours/eval/ } }
${tasksOnCensus}`,
      );
      const error = await refusal(2, run, ['run', spec, '--wait']);
      expect(pathsOf(error)).toEqual(['source.eval.uri', 'source.train.uri']);
    });

    test('a batch larger than the training rows, and more ranks than rows', async () => {
      await writeLeakingLog(stack.dir);
      const spec = await write('sizes.yaml', leakingSpec);
      const batch = await refusal(2, run, ['run', spec, '--wait', '--set', 'training.batchSize=1048576']);
      expect(pathsOf(batch)).toEqual(['training.batchSize']);
      expect(batch.details.issues?.[0]?.message).toMatch(/about 4,320 training rows: give at most 4,320/);
      await makeParquet(
        stack.dir,
        'few.parquet',
        'SELECT i AS member, i AS price, i = 1 AS converted FROM range(5) t(i)',
      );
      expect(
        pathsOf(
          await refusal(2, run, [
            'run',
            spec,
            '--set',
            'source.train.uri=few.parquet',
            '--set',
            'training.workers=8',
          ]),
        ),
      ).toEqual(['training.workers']);
    });

    test('files that are not Parquet', async () => {
      const text = await write('text.parquet', 'age,income\n1,2\n');
      const whole = await readFile(censusTest);
      const cut = join(stack.dir, 'cut.parquet');
      await writeFile(cut, whole.subarray(0, whole.length - 1000));
      const spec = await write(
        'corrupt.yaml',
        `name: corrupt\nsource: { train: { uri: '${text}' }, eval: { uri: '${cut}' } }\n${tasksOnCensus}`,
      );
      const error = await refusal(2, run, ['run', spec, '--wait']);
      expect(pathsOf(error)).toEqual(['source.eval.uri', 'source.train.uri']);
      const told = (error.details.issues ?? []).map(({ message }) => message).join('\n');
      expect(told).toContain(text);
      expect(told).toContain(cut);
    });

    test.each([
      { what: 'no pipeline file', args: ['run', 'nowhere.yaml'], code: 'spec.not-found' },
      { what: 'a sample of nothing', args: ['run', censusSpec, '--sample', '0%'], code: 'spec.invalid' },
      { what: 'a sample in words', args: ['run', censusSpec, '--sample', 'some'], code: 'spec.invalid' },
      {
        what: 'a change of a key that there is not',
        args: ['run', censusSpec, '--set', 'training.epoch=1'],
        code: 'spec.invalid',
      },
      {
        what: 'a batch that the ranks can not share',
        args: ['run', censusSpec, '--set', 'training.workers=3'],
        code: 'spec.invalid',
      },
      { what: 'an unknown command', args: ['rnu', censusSpec], code: 'request.invalid' },
      { what: 'an unknown option', args: ['run', censusSpec, '--wiat'], code: 'request.invalid' },
      { what: 'an unknown run', args: ['show', 'census-income-1'], code: 'workflow.run-not-found' },
      { what: 'the end of an unknown run', args: ['show', 'x', '--wait'], code: 'workflow.run-not-found' },
      { what: 'cancelling an unknown run', args: ['cancel', 'x'], code: 'workflow.run-not-found' },
      { what: 'an unknown error code', args: ['explain', 'spec.invald'], code: 'request.invalid' },
      { what: 'a first pipeline for no file', args: ['init', 'nowhere.parquet'], code: null },
      {
        what: 'a score without a bundle',
        args: [
          'score',
          '--bundle',
          's3://espalier/bundles/none',
          '--input',
          censusTest,
          '--output',
          'x.parquet',
        ],
        code: 'registry.not-a-bundle',
      },
    ])('$what', async ({ args, code }) => {
      const error = await refusal(2, run, args);
      if (code !== null) expect(error.code).toBe(code);
      expect(error.message.length).toBeGreaterThan(10);
    });

    afterAll(expectNothingStarted);
  });

  describe('refused by the data', () => {
    async function failure(spec: string): Promise<ToldError> {
      const { exitCode, stdout, stderr } = await run('run', spec, '--wait', '--json');
      expect(exitCode, stderr).toBe(1);
      expect(`${stdout}${stderr}`).not.toMatch(stackTrace);
      const report = JSON.parse(stdout) as { status: string; error: ToldError; bundle: unknown };
      expect(report.status).toBe('failed');
      expect(report.bundle).toBeNull();
      return report.error;
    }

    test('a label of one class', async () => {
      const spec = await write(
        'one-class.yaml',
        `name: one-class
source: { train: { uri: '${censusTrain}' }, eval: { uri: '${censusTest}' } }
tasks:
  - { name: born, group: passive, label: age >= 0 }
  - { name: income, group: active, label: "income = '50000+.'" }
${quick}`,
      );
      const error = await failure(spec);
      expect(error.code).toBe('features.one-class-label');
      expect(error.message).toContain('born');
    });

    test('a corrupt row group, named with its file', async () => {
      const source = await makeParquet(
        stack.dir,
        'damaged.parquet',
        `FROM read_parquet('${censusTest}')`,
        ', ROW_GROUP_SIZE 20480',
      );
      const database = await DuckDBInstance.create();
      const connection = await database.connect();
      const reader = await connection.runAndReadAll(
        `SELECT min(data_page_offset)::DOUBLE AS start, max(data_page_offset + total_compressed_size)::DOUBLE AS stop
         FROM parquet_metadata('${source}') WHERE row_group_id = 2`,
      );
      const [row] = reader.getRowObjects();
      connection.closeSync();
      database.closeSync();
      const bytes = await readFile(source);
      const start = Number(row?.start);
      bytes.fill(0xff, start, Math.floor((start + Number(row?.stop)) / 2));
      await writeFile(source, bytes);
      const spec = await write(
        'damaged.yaml',
        `name: damaged\nsource: { train: { uri: '${source}' }, eval: { uri: '${censusTest}' } }\n${tasksOnCensus}${quick}`,
      );
      const error = await refusal(2, run, ['run', spec, '--wait']);
      expect(error.code).toBe('spec.invalid');
      expect(error.details.issues).toMatchObject([
        { path: 'source.train.uri', message: expect.stringContaining(`row group 2 of ${source}`) },
      ]);
    });

    test('a loss that is no number: the step and the task are named, and nothing is tried again', async () => {
      await writeLeakingLog(stack.dir);
      const spec = await write(
        'nan.yaml',
        `name: nan-loss
source: { train: { uri: log.parquet }, split: { by: member, eval: 20%, earlyStop: 10% } }
tasks:
  - { name: dear, group: passive, label: price > 50 }
  - { name: conversion, group: active, label: converted, lossWeight: 1.0e+39 }
encoder: { trees: 10 }
training: { epochs: 1, batchSize: 512, optimizer: sgd, learningRate: 1, warmup: 0 }
`,
      );
      const error = await failure(spec);
      expect(error.code).toBe('trainer.nan-loss');
      expect(error.details).toMatchObject({ task: expect.any(String), step: expect.any(Number), epoch: 0 });
      const { exitCode, stderr, stdout } = await run('run', spec, '--wait');
      expect(exitCode).toBe(1);
      const told = `${stdout}${stderr}`;
      expect(told).toMatch(/The loss of task "\w+" is \S+ at step \d+ \(epoch 0\); training stopped\./);
      expect(told).toContain('Lower training.learningRate');
      expect(told).toContain('trainer.nan-loss');
      expect(told).not.toMatch(stackTrace);
    });

    afterAll(async () => {
      const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
      expect(await store.list('bundles/')).toEqual([]);
      store.close();
      expect(stack.processes().filter(({ title }) => title === 'espalier-rank')).toEqual([]);
      const scratch = join(stack.homeDir, 'scratch');
      const left = readdirSync(scratch, { recursive: true })
        .map(String)
        .filter((path) => path.includes('/'));
      // What a host runs its ranks from stays as long as the host, and the folder of a process of shards, empty, as long as that.
      expect(left.filter((path) => !/\/program(\/|$)|\/shards-\w+$/.test(path))).toEqual([]);
    });
  });
});
