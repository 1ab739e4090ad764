/** A pipeline that is registered once and run by its name, by commands and by HTTP alike: one run for each key. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endpointsFileName, loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import { leakingSpec, writeLeakingLog } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { RunInternals } from './run-internals.js';
import { sharedStack } from './shared-stack.js';
import { triggerManyTimes } from './trigger-many-times.js';

let stack: OwnStack;
let path = '';
let text = '';

beforeAll(async () => {
  stack = await sharedStack();
  path = join(stack.dir, 'registered.yaml');
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  const key = 'registered/log.parquet';
  await store.putBytes(key, await readFile(await writeLeakingLog(stack.dir)));
  text = leakingSpec.replace('name: leak', 'name: registered').replace('log.parquet', store.uri(key));
  store.close();
  await writeFile(path, text);
});

interface Started {
  readonly runId: string;
  readonly isNew: boolean;
}

async function triggering() {
  const endpoints = JSON.parse(await readFile(join(stack.homeDir, endpointsFileName), 'utf8'));
  const token = await readFile(join(stack.homeDir, 'admin-token'), 'utf8');
  return { url: `http://${endpoints.serverAddress}/v1/pipelines/registered/runs`, token };
}

async function triggerByHttp(body: unknown, key: string) {
  const { url, token } = await triggering();
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: await answer.json() };
}

test('is registered, and what a change of the file would change is told before', async () => {
  const unknown = await stack.espalier('pipeline', 'run', 'registered');
  expect([unknown.exitCode, unknown.stderr]).toEqual([
    2,
    expect.stringContaining('There is no pipeline registered.'),
  ]);
  expect(await stack.json('pipeline', 'apply', path)).toMatchObject({ version: 1, isNew: true });
  expect(await stack.json('pipeline', 'apply', path)).toMatchObject({ version: 1, isNew: false });
  await writeFile(path, text.replace('trees: 10', 'trees: 4'));
  const { differences } = await stack.json<{ differences: unknown }>('pipeline', 'diff', 'registered', path);
  expect(differences).toEqual([{ path: 'encoder.trees', before: 10, after: 4 }]);
});

test('what a run of it would do is told by HTTP, and nothing is started', async () => {
  await writeFile(path, text);
  const { status, json } = await triggerByHttp({ dryRun: true, sets: ['training.epochs=2'] }, 'planned');
  expect([status, json]).toMatchObject([
    200,
    {
      rows: expect.any(Number),
      shards: expect.any(Number),
      partitions: null,
      warnings: expect.any(Array),
    },
  ]);
  const { stages: planned } = json as { stages: { name: string; isCached: boolean }[] };
  const stages = planned.map(({ name, isCached }) => [name, isCached]);
  expect(stages).toEqual(expect.arrayContaining([['train', false]]));
  const { runs } = await stack.json<{ runs: unknown[] }>('runs', '--pipeline', 'registered');
  expect(runs).toEqual([]);
});

test('a key whose first request was refused starts a run of what is registered later', async () => {
  await writeFile(path, text.replace('log.parquet', 'gone.parquet'));
  expect(await stack.json('pipeline', 'apply', path)).toMatchObject({ version: 2 });
  const refused = await stack.espalier('pipeline', 'run', 'registered', '--key', 'monday');
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('gone.parquet')]);
  await writeFile(path, text);
  expect(await stack.json('pipeline', 'apply', path)).toMatchObject({ version: 3 });
  for (const key of ['', ' monday', 'm\u00f6nday', 'x'.repeat(201)]) {
    const { exitCode, stderr } = await stack.espalier('pipeline', 'run', 'registered', '--key', key);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('The idempotency key')]);
  }
});

test('one key starts one run, from commands and requests at once, whatever is registered meanwhile', async () => {
  const command = () => stack.json<Started>('pipeline', 'run', 'registered', '--key', 'monday');
  const request = async () => (await triggerByHttp({}, 'monday')).json as Started;
  const atOnce = await Promise.all([command(), request(), request(), command()]);
  const ids = new Set(atOnce.map(({ runId }) => runId));
  expect(ids.size).toBe(1);
  expect(atOnce.filter(({ isNew }) => isNew)).toHaveLength(1);
  const [runId = ''] = ids;
  await writeFile(path, text.replace('trees: 10', 'trees: 4'));
  expect(await stack.json('pipeline', 'apply', path, '--reason', 'fewer trees')).toMatchObject({
    version: 4,
  });
  const later = await triggerByHttp({}, 'monday');
  expect([later.status, later.json]).toMatchObject([201, { runId, version: 3, isNew: false }]);
  const other = await triggerByHttp({ sets: ['training.epochs=2'] }, 'monday');
  expect([other.status, other.json]).toMatchObject([409, { code: 'workflow.key-reused' }]);
  expect(await stack.json('show', runId, '--wait')).toMatchObject({ status: 'succeeded' });
  const { runs } = await stack.json<{ runs: { runId: string; changes: string[] }[] }>(
    ...['runs', '--pipeline', 'registered'],
  );
  expect(runs.map((run) => [run.runId, run.changes])).toEqual([[runId, ['registered@3']]]);
});

test('one key that four processes ask by a hundred times, while the server is killed, starts one run', async () => {
  const killed: number[] = [];
  const answers = await triggerManyTimes({
    ...{ ...(await triggering()), key: 'tuesday', processes: 4, timesEach: 25 },
    onAnswer: (answered) => {
      if (answered !== 2) return;
      for (const { pid, title } of stack.processes()) {
        if (title === 'espalier-server' && process.kill(pid, 'SIGKILL')) killed.push(pid);
      }
    },
  });
  expect(killed).toHaveLength(1);
  expect(answers).toHaveLength(100);
  expect(answers.some(({ unanswered }) => unanswered > 0)).toBe(true);
  const ids = new Set(answers.map(({ runId }) => runId));
  expect(ids.size).toBe(1);
  expect(answers.filter(({ isNew }) => isNew).length).toBeLessThanOrEqual(1);
  const [runId = ''] = ids;
  expect(await stack.json('show', runId, '--wait')).toMatchObject({ status: 'succeeded' });
  const { runs } = await stack.json<{ runs: { runId: string }[] }>('runs', '--pipeline', 'registered');
  expect(runs.filter((run) => run.runId === runId)).toHaveLength(1);
  expect(runs).toHaveLength(2);
});

test('a retry is a run of the version that its run was of: it waits for its turn, and one key starts one', async () => {
  const listed = () =>
    stack.json<{ runs: { runId: string; changes: string[]; retriedAs: string[] }[] }>(
      ...['runs', '--pipeline', 'registered'],
    );
  const isOfThird = ({ changes }: { changes: readonly string[] }) => changes.includes('registered@3');
  const of = (await listed()).runs.find(isOfThird)?.runId ?? '';
  const ask = () => stack.json<Started>('retry', of, '--from', 'publish', '--key', 'once');
  const atOnce = await Promise.all([ask(), ask()]);
  const [first] = atOnce;
  expect(new Set(atOnce.map(({ runId }) => runId)).size).toBe(1);
  const other = await stack.espalier('retry', of, '--from', 'train', '--key', 'once');
  expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining('workflow.key-reused')]);
  expect(await stack.json('show', first?.runId ?? '', '--wait')).toMatchObject({
    status: 'succeeded',
    retryOf: { runId: of, from: 'publish' },
  });
  const runs = (await listed()).runs.filter(isOfThird);
  expect(runs.map(({ runId, retriedAs }) => [runId, retriedAs])).toEqual([
    [first?.runId, []],
    [of, [first?.runId]],
  ]);
  const internals = await RunInternals.of(stack.homeDir);
  expect((await internals.inputOf(first?.runId ?? '')).concurrency).toBe('queue');
  await internals[Symbol.asyncDispose]();
});

test('an earlier version runs by its number, and a deleted pipeline no more', async () => {
  const first = await stack.json<{ runId: string }>('pipeline', 'run', 'registered@1', '--wait');
  expect(first).toMatchObject({ status: 'succeeded' });
  const { pipelines } = await stack.json<{ pipelines: unknown[] }>('pipeline', 'list');
  expect(pipelines).toMatchObject([{ pipeline: 'registered', version: 4, reason: 'fewer trees' }]);
  await stack.json('pipeline', 'delete', 'registered');
  for (const name of ['registered', 'registered@1']) {
    const { exitCode, stderr } = await stack.espalier('pipeline', 'run', name);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/was deleted by .*registered@4/s)]);
  }
  const retried = await stack.espalier('retry', first.runId, '--from', 'train');
  expect([retried.exitCode, retried.stderr]).toEqual([2, expect.stringContaining('was deleted by')]);
  const known = await stack.espalier('pipeline', 'run', 'registered', '--key', 'monday', '--wait');
  expect([known.exitCode, known.stderr]).toEqual([0, expect.stringContaining('No run was started')]);
  expect((await stack.espalier('pipeline', 'show', 'registered@1', '--text')).stdout).toBe(text);
  expect(await stack.json('pipeline', 'show', 'registered@2')).toMatchObject({
    version: 2,
    versions: [{ version: 5 }, { version: 4 }, { version: 3 }, { version: 2 }, { version: 1 }],
  });
});
