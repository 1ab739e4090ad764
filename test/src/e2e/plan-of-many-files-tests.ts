/**
 * `plan` of a source of very many small files under long names: told in a minute, carried by reference, called off with its command. Some are run;
 * all of so many take `npm run test:many-files`.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlanPreview } from '@espalier/client';
import { loadSettings } from '@espalier/settings';
import { createStore, type Store } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runManyFiles } from '../long/run-many-files.js';
import { startEspalier } from './espalier-command.js';
import { makeParquet } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { sharedStack } from './shared-stack.js';

const files = 12_000;
const longName = 'written-by-a-job-that-gives-its-files-names-with-an-id-of-its-own-'.repeat(3);

let stack: OwnStack;
let temporal: Client;
let store: Store;
let spec: string;

beforeAll(async () => {
  stack = await sharedStack();
  const settings = loadSettings({ ESPALIER_HOME: stack.homeDir });
  const { address, namespace } = settings.temporal;
  temporal = new Client({ connection: await openTemporal({ address }), namespace });
  store = createStore(settings.s3);
  const folder = join(stack.dir, 'many');
  mkdirSync(folder);
  const rows =
    'SELECT i AS member, hash(i) % 2 = 0 AS clicked, hash(i + 1) % 1000 / 10 AS price FROM range(20) t(i)';
  const one = await makeParquet(stack.dir, 'one.parquet', rows);
  for (let i = 0; i < files; i += 1) copyFileSync(one, join(folder, `part-${i}-${longName}.parquet`));
  rmSync(one);
  spec = join(stack.dir, 'many.yaml');
  await writeFile(
    spec,
    'name: many\nsource: { train: { uri: many/ }, split: { by: member, eval: 20%, earlyStop: 10% } }\n' +
      'tasks: [{ name: click, group: active, label: clicked }]\n' +
      'encoder: { trees: 10, workers: 1 }\ntraining: { epochs: 1, workers: 1 }\n',
  );
});

afterAll(async () => {
  store?.close();
  await temporal?.connection.close();
});

async function plans(): Promise<{ workflowId: string; status: string }[]> {
  const found: { workflowId: string; status: string }[] = [];
  for await (const { workflowId, status } of temporal.workflow.list({
    query: "WorkflowType = 'previewPlan'",
  })) {
    found.push({ workflowId, status: status.name });
  }
  return found;
}

test('is told in a minute or so, and Temporal carries a reference', async () => {
  const known = new Set((await plans()).map(({ workflowId }) => workflowId));
  const runs = await store.list('runs/');
  const startedAtMs = Date.now();
  const plan = await stack.json<PlanPreview>('plan', spec);
  expect(Date.now() - startedAtMs, 'ms').toBeLessThan(90_000);
  expect(plan.shards).toHaveLength(files);
  // Small files share a shard: the number of jobs follows the data.
  expect(new Set(plan.shards.map(({ index }) => index)).size).toBeLessThan(files / 100);
  const [made] = (await plans()).filter(({ workflowId }) => !known.has(workflowId));
  const { events } = await temporal.workflow.getHandle(made?.workflowId ?? '').fetchHistory();
  expect(JSON.stringify(events ?? []).length).toBeLessThan(64 * 1024);
  expect(await store.list('runs/')).toEqual(runs);
});

test('some of them are run through all stages, in few jobs', async () => {
  const some = ['--set', 'source.train.uri=many/part-11[0-2]*'];
  // part-110 to 112, 1100 to 1129 and 11000 to 11299.
  const { problems } = await runManyFiles(stack, spec, { files: 333, rowsOfFile: 20 }, ...some);
  expect(problems).toEqual([]);
});

test.each([
  { signal: 'SIGINT', exitCode: 130 },
  { signal: 'SIGTERM', exitCode: 143 },
  { signal: 'SIGHUP', exitCode: 129 },
] as const)('ends in Temporal with its command, for $signal', async ({ signal, exitCode }) => {
  const before = (await plans()).length;
  // Some 2,000 of them take seconds.
  const some = ['--set', 'source.train.uri=many/part-1[01]*'];
  const command = startEspalier(['plan', spec, ...some], { ESPALIER_HOME: stack.homeDir });
  await expect.poll(async () => (await plans()).length, { timeout: 120_000 }).toBe(before + 1);
  await sleep(500);
  command.child.kill(signal);
  const signalledAtMs = Date.now();
  expect((await command.ended).exitCode).toBe(exitCode);
  await expect
    .poll(async () => (await plans()).filter(({ status }) => status === 'RUNNING'), { timeout: 10_000 })
    .toEqual([]);
  expect(Date.now() - signalledAtMs).toBeLessThan(10_000);
});
