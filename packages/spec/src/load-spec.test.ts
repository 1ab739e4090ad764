import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadOptions, loadSpec } from './load-spec.js';
import { renderSpecIssues } from './render-issues.js';
import type { SpecIssue } from './spec-issue.js';

const valid = `
name: feed
source:
  train: { uri: data/events.parquet }
  split: { by: member_id, eval: 10% }
tasks:
  - { name: click, group: passive, label: clicked }
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-spec-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(text: string, name = 'pipeline.yaml'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function errorOf(
  text: string,
  options: LoadOptions = {},
  name = 'pipeline.yaml',
): Promise<EspalierError> {
  const path = await write(text, name);
  const error = await loadSpec(path, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EspalierError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
}

async function linesOf(text: string, options: LoadOptions = {}): Promise<string[]> {
  const error = await errorOf(text, options);
  expect(error.code).toBe('spec.invalid');
  return renderSpecIssues(error.details.issues as SpecIssue[]).split('\n');
}

describe('a valid pipeline', () => {
  it('gets every default and keeps shares as fractions', async () => {
    const path = await write(valid);
    const { spec, baseDir } = await loadSpec(path);
    expect(baseDir).toBe(dirname(path));
    expect(spec.source.split).toEqual({ by: 'member_id', order: 'hash', eval: 0.1 });
    expect(spec.seed).toBe(7);
    expect(spec.features).toEqual({ minCount: 20 });
    expect(spec.tasks[0]).toEqual({ name: 'click', group: 'passive', label: 'clicked', lossWeight: 1 });
    expect(spec.encoder).toMatchObject({ trees: 200, workers: 2, checkpointEvery: 50 });
    expect(spec.training).toMatchObject({ batchSize: 1024, optimizer: 'adam', checkpointEvery: '10s' });
  });

  it('takes changes from the command line, by index and by task name, the last one winning', async () => {
    const { spec } = await loadSpec(await write(valid), {
      sets: ['training.epochs=1', 'model.hidden=[32, 16]', 'tasks.click.lossWeight=2', 'training.epochs=3'],
      sample: '1%',
    });
    expect(spec.training.epochs).toBe(3);
    expect(spec.model.hidden).toEqual([32, 16]);
    expect(spec.tasks[0]?.lossWeight).toBe(2);
    expect(spec.source.sample).toBe(0.01);
  });

  it('is read from TypeScript through definePipeline, outside any npm project', async () => {
    const script = `
      import { definePipeline, type PipelineInput } from '@espalier/spec';
      const tasks: PipelineInput['tasks'] = ['click', 'like'].map((name) => ({ name, group: 'active' as const, label: name + ' = 1' }));
      export default definePipeline({ name: 'feed', source: { train: { uri: 'a.parquet' }, eval: { uri: 'b.parquet' } }, tasks });
    `;
    const { spec } = await loadSpec(await write(script, 'pipeline.ts'), { sets: ['seed=3'] });
    expect(spec.tasks.map((task) => task.label)).toEqual(['click = 1', 'like = 1']);
    expect(spec.seed).toBe(3);
  });
});

describe('mistakes', () => {
  it('are told all at once, each with its place and the name that was probably meant', async () => {
    const lines = await linesOf(`
name: feed
seeed: 7
source:
  train: { url: data/events.parquet }
tasks: []
encoder: { workers: 0, batchSize: 3 }
model: { architecture: tower, dropout: 1 }
training: { batchSize: 1023, epochs: two }
`);
    expect(lines).toEqual([
      'line 3:1  seeed: unknown key; did you mean seed?',
      'line 4:1  source: has no rows to measure the model: give `eval` (a source) or `split` (such as { by: member_id, eval: 10% })',
      'line 5:12  source.train.url: unknown key; did you mean uri?',
      'line 6:1  tasks: must not be empty',
      'line 7:12  encoder.workers: must be at least 1',
      'line 7:24  encoder.batchSize: unknown key; did you mean training.batchSize?',
      'line 8:10  model.architecture: expected towers or shared-bottom or separate or mmoe or ple, got the text "tower"; did you mean towers?',
      'line 8:31  model.dropout: must be below 1',
      "line 9:13  training.batchSize: each of 2 workers takes an equal part of a batch, and 1023 rows can't be shared so",
      'line 9:30  training.epochs: expected a number, got the text "two"',
    ]);
  });

  const cases: [name: string, change: (text: string) => string, line: string][] = [
    [
      'eval beside split',
      (text) => text.replace('  split', '  eval: { uri: other.parquet }\n  split'),
      'line 6:27  source.split.eval: stands beside `source.eval`: give one of the two',
    ],
    [
      'a setting of embeddings without any',
      (text) => `${text}\nmodel: { leafDropout: 0.3 }\n`,
      'line 9:10  model.leafDropout: concerns embeddings, and the network has none: add `leaves: embeddings` to `model`, or leave this out',
    ],
    [
      'experts where the architecture has none',
      (text) => `${text}\nmodel: { experts: 3 }\n`,
      'line 9:10  model.experts: `architecture: towers` has no such setting: leave this out, or choose mmoe or ple',
    ],
    [
      "a setting of another mixture's",
      (text) => `${text}\nmodel: { architecture: mmoe, taskExperts: 3 }\n`,
      'line 9:30  model.taskExperts: `architecture: mmoe` has no such setting: leave this out, or choose ple',
    ],
    [
      'eval that is the training source',
      (text) => text.replace(/ {2}split.*/, '  eval: { uri: data/events.parquet }'),
      'line 5:11  source.eval.uri: is the training source: the model would be measured on the rows that it learned from',
    ],
    [
      'a task name given twice',
      (text) => `${text}  - { name: click, group: active, label: b }\n`,
      'line 8:7  tasks[1].name: the task "click" is already at tasks[0]',
    ],
    [
      'a task name given twice in another case',
      (text) => `${text}  - { name: Click, group: active, label: b }\n`,
      'line 8:7  tasks[1].name: the task "Click" is already at tasks[0], as "click": names that differ in case only are one name',
    ],
    [
      'a derived column given twice in another case',
      (text) => `${text}features: { derived: [{ name: a, sql: b }, { name: A, sql: c }] }\n`,
      'line 8:46  features.derived[1].name: the column "A" is already at features.derived[0], as "a": names that differ in case only are one name',
    ],
    [
      'a column included and, in another case, excluded',
      (text) => `${text}features: { include: [a, b], exclude: [B] }\n`,
      'line 8:40  features.exclude[0]: "B" is in `include` too',
    ],
    [
      "a task with a name of the network's own",
      (text) => text.replace('click,', 'leaf_ids,'),
      'line 7:7  tasks[0].name: "leaf_ids" is a name of the exported network\'s own; choose another',
    ],
    [
      'a share that is none',
      (text) => text.replace('10%', '110%'),
      'line 5:27  source.split.eval: expected a share above 0 and below 100%, such as 10% or 0.1, not "110%"',
    ],
    [
      'a column both included and excluded',
      (text) => `${text}features: { include: [a, b], exclude: [b] }\n`,
      'line 8:40  features.exclude[0]: "b" is in `include` too',
    ],
    [
      'more workers than can share a batch',
      (text) => `${text}training: { workers: 3 }\n`,
      "line 8:13  training.workers: each of 3 workers takes an equal part of a batch, and 1024 rows can't be shared so",
    ],
    [
      'a spacing of checkpoints that is none',
      (text) => `${text}training: { checkpointEvery: 10 minutes }\n`,
      'line 8:13  training.checkpointEvery: expected a time such as 10s, 5m or 1h, or a whole number of steps, not "10 minutes"',
    ],
    [
      'no steps between checkpoints',
      (text) => `${text}training: { checkpointEvery: 0 }\n`,
      'line 8:13  training.checkpointEvery: must be at least 1',
    ],
    ['a key given twice', (text) => `${text}name: b\n`, 'line 8:1  the same key stands twice'],
    [
      'a label that is not text',
      (text) => text.replace('clicked', '1'),
      'line 7:36  tasks[0].label: expected text, got the number 1; put it in quotes',
    ],
  ];
  it.each(cases)('%s', async (_name, change, line) => {
    expect(await linesOf(change(valid))).toEqual([line]);
  });

  it('in options name the option', async () => {
    const sets = [
      'training.epochs=0',
      'epochs',
      'tasks.like.lossWeight=2',
      'model.dropout=',
      'trainin.epochs=1',
    ];
    expect(await linesOf(valid, { sets, sample: '0%' })).toEqual([
      '--set epochs  expected key=value, such as training.epochs=1',
      '--set model.dropout=  the value is missing',
      '--set tasks.like.lossWeight=2  tasks.like.lossWeight: there is no such place in the pipeline',
      '--sample 0%  source.sample: expected a share above 0 and up to 100%, such as 10% or 0.1, not "0%"',
      '--set training.epochs=0  training.epochs: must be at least 1',
      '--set trainin.epochs=1  trainin: unknown key; did you mean training?',
    ]);
  });

  it('of syntax have a line and hide what they make of the rest', async () => {
    const lines = await linesOf('name: feed\ntasks: [ {name: a\nsource: 3\n');
    expect(lines.every((line) => /^line \d+:\d+ {2}not YAML: /.test(line))).toBe(true);
  });

  it.each([
    ['an empty file', ''],
    ['a list', '- a\n'],
    ['a text', 'hello\n'],
  ])('%s is not a pipeline', async (_name, text) => {
    expect((await linesOf(text)).join()).toContain('expected a mapping of keys');
  });

  it('found elsewhere are given their place in the file', async () => {
    const { locate } = await loadSpec(await write(valid), { sets: ['tasks.click.label=nope'] });
    expect(locate([{ path: 'source.split.by', message: 'x', code: 'unknown-column' }])).toMatchObject([
      { line: 5, column: 12 },
    ]);
    expect(locate([{ path: 'tasks[0].label', message: 'x', code: 'unknown-column' }])).toMatchObject([
      { origin: '--set tasks.click.label=nope' },
    ]);
  });
});

describe('strictness', () => {
  it('is off unless the file or the command line asks for it', async () => {
    const path = await write(valid);
    expect((await loadSpec(path)).spec.strict).toBe(false);
    expect((await loadSpec(await write(`${valid}\nstrict: true\n`))).spec.strict).toBe(true);
    expect((await loadSpec(path, { strict: true })).spec.strict).toBe(true);
    expect((await loadSpec(path, { sets: ['strict=true'] })).spec.strict).toBe(true);
  });
});
