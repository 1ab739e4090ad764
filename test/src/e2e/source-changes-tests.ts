/**
 * A source that is replaced under a run, between plan and extract or in the midst of extract: the run fails with the object's name, nothing of
 * it is cached, and once the right source is back the model is that of the right source.
 */
import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, type EspalierClient } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import { loadSettings } from '@espalier/settings';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeParquet } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { sharedStack } from './shared-stack.js';

const files = 8;
let stack: OwnStack;
let store: Store;
let client: EspalierClient;

/** Where a source's last object lies, how it is replaced, and how the right one is put back. */
interface Source {
  readonly uri: () => string;
  readonly object: () => string;
  readonly replace: () => unknown;
  readonly putBack: () => unknown;
}

const last = `part-${files - 1}.parquet`;
const at = (...names: readonly string[]) => join(stack.dir, ...names);
const sources: Readonly<Record<'files' | 'links' | 's3', Source>> = {
  files: {
    uri: () => 'files/',
    object: () => at('files', last),
    replace: () => {
      renameSync(at('files', last), at('kept.parquet'));
      copyFileSync(at('other.parquet'), at('files', last));
    },
    putBack: () => renameSync(at('kept.parquet'), at('files', last)),
  },
  links: {
    uri: () => 'links/',
    object: () => at('links', last),
    replace: () => linkTo('other.parquet'),
    putBack: () => linkTo(join('files', last)),
  },
  s3: {
    uri: () => `s3://${store.bucket}/feed/`,
    object: () => `s3://${store.bucket}/feed/${last}`,
    replace: () => store.putFile(`feed/${last}`, at('other.parquet')),
    putBack: () => store.putFile(`feed/${last}`, at('files', last)),
  },
};

function linkTo(target: string): void {
  rmSync(at('links', last), { force: true });
  symlinkSync(at(target), at('links', last));
}

/** Its extraction takes seconds. */
const spec = (uri: string) => `name: feed
source: { train: { uri: ${uri} }, split: { by: member, eval: 20%, earlyStop: 10% } }
features: { derived: [{ name: slow, sql: "${'md5('.repeat(36)}price::VARCHAR${')'.repeat(36)} < '8'" }] }
tasks: [{ name: click, group: active, label: clicked }]
encoder: { trees: 10, workers: 1 }
training: { epochs: 1, workers: 1 }
`;

beforeAll(async () => {
  stack = await sharedStack();
  store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  client = await connectClient(loadSettings({ ESPALIER_HOME: stack.homeDir }));
  for (const folder of ['files', 'links']) mkdirSync(at(folder));
  const rows = (seed: number) => `SELECT hash(i) % 700 AS member, hash(i + ${seed}) % 1000 / 10 AS price,
    hash(i + ${seed}) % 1000 < 300 + hash(i + 3) % 400 AS clicked FROM range(10000) t(i)`;
  for (let i = 0; i < files; i += 1) {
    const name = `part-${i}.parquet`;
    await makeParquet(at('files'), name, rows(i));
    await store.putFile(`feed/${name}`, at('files', name));
    symlinkSync(at('files', name), at('links', name));
  }
  await makeParquet(stack.dir, 'other.parquet', rows(99));
  for (const [name, { uri }] of Object.entries(sources)) await writeFile(at(`${name}.yaml`), spec(uri()));
});

afterAll(async () => {
  store?.close();
  await client?.close();
});

/** The processes that extract, stopped or let go on. */
function featureWorkers(signal: 'SIGSTOP' | 'SIGCONT', atMost = Number.POSITIVE_INFINITY): void {
  const workers = stack.processes().filter(({ title }) => title === 'espalier-feature');
  expect(workers.length).toBeGreaterThan(0);
  for (const { pid } of workers.slice(0, atMost)) process.kill(pid, signal);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(25)) {
    if (await isSo()) return;
  }
  throw new Error(`waited in vain for ${what}`);
}

const moments = {
  'between plan and extract': async (runId: string) => {
    await until('the plan', async () => {
      const { stages } = (await client.progress(runId)).progress;
      return stages.some(({ name, status }) => name === 'extract' && status === 'running');
    });
  },
  'in the midst of extract': async (runId: string) => {
    // One takes shard after shard: the last object is not read before all others are done with.
    featureWorkers('SIGCONT', 1);
    await until('a first shard', async () => {
      const { activities } = await client.progress(runId);
      return activities.some(({ progress }) => progress.kind === 'fanout' && progress.doneShards > 0);
    });
    featureWorkers('SIGSTOP');
    const { activities } = await client.progress(runId);
    const [fanout] = activities.flatMap(({ progress }) => (progress.kind === 'fanout' ? [progress] : []));
    expect(fanout?.doneShards).toBeLessThan((fanout?.totalShards ?? 0) - 1);
  },
};

const kinds = Object.keys(sources) as (keyof typeof sources)[];
const cases = Object.keys(moments).flatMap((moment) =>
  kinds.map((kind) => ({ moment: moment as keyof typeof moments, kind })),
);

test.each(cases)(
  '$kind that are replaced $moment: the run fails by the name of the object',
  async ({ moment, kind }) => {
    const { object, replace, putBack } = sources[kind];
    featureWorkers('SIGSTOP');
    try {
      const { runId } = await stack.json<{ runId: string }>('run', at(`${kind}.yaml`));
      await moments[moment](runId);
      await replace();
      featureWorkers('SIGCONT');
      const { exitCode, stdout, stderr } = await stack.espalier('show', runId, '--wait');
      expect(exitCode, `${stdout}${stderr}`).toBe(1);
      expect(`${stdout}${stderr}`).toContain('features.source-changed');
      const report = await stack.json<RunReport>('show', runId);
      expect(report.error).toMatchObject({
        code: 'features.source-changed',
        message: expect.stringMatching(
          new RegExp(`^${object()} has changed while it was in use: .*(file|ETag)`),
        ),
      });
      const extract = report.stages.find(({ name }) => name === 'extract');
      expect(extract).toMatchObject({ attempt: 1, cached: false });
    } finally {
      featureWorkers('SIGCONT');
      await putBack();
    }
  },
);

test('once the right ones are back, all of them give the model of the right rows, and extract had nothing cached', async () => {
  const digests: (string | undefined)[] = [];
  for (const kind of kinds) {
    const report = await stack.json<RunReport>('run', at(`${kind}.yaml`), '--wait');
    digests.push(report.bundle?.digest);
    const extract = report.stages.find(({ name }) => name === 'extract');
    // Links lead to the very files.
    expect(extract?.cached, kind).toBe(kind === 'links');
  }
  // Differences from what is cached would be told as store.nondeterministic.
  const anew = await stack.json<RunReport>('run', at('files.yaml'), '--wait', '--no-cache');
  expect(new Set([...digests, anew.bundle?.digest]).size).toBe(1);
});

test('a retry is of the rows that its run planned, whatever has become of the source', async () => {
  const before = await stack.json<RunReport>('run', at('files.yaml'), '--wait');
  sources.files.replace();
  try {
    const again = await stack.json<RunReport>('retry', before.runId, '--from', 'train', '--wait');
    expect(again).toMatchObject({ status: 'succeeded', retryOf: { runId: before.runId, from: 'train' } });
    expect(again.bundle?.digest).toBe(before.bundle?.digest);
    expect(again.stages.map(({ id, cached }) => [id, cached])).toEqual([
      ['plan', false],
      ...['extract', 'fit-encoder', 'encode'].map((id) => [id, true]),
      ...['train', 'evaluate', 'publish'].map((id) => [id, false]),
    ]);
    const other = await stack.json<RunReport>(
      ...['retry', again.runId, '--from', 'train', '--set', 'training.learningRate=0.02', '--wait'],
    );
    expect(other.bundle?.digest).not.toBe(before.bundle?.digest);
    expect(other.splits).toEqual(before.splits);

    const [extract] = (await store.list('cache/extract/')).filter(({ key }) => key.endsWith('.json'));
    for (const { key } of await store.list('cache/extract/')) {
      await stack.espalier('cache', 'drop', 'extract', /([0-9a-f]{64})/.exec(key)?.[1] ?? '');
    }
    expect(extract).toBeDefined();
    const refused = await stack.espalier('retry', before.runId, '--from', 'train', '--wait');
    expect([refused.exitCode, `${refused.stdout}${refused.stderr}`]).toEqual([
      1,
      expect.stringContaining('features.source-changed'),
    ]);
    const { runs } = await stack.json<{ runs: { runId: string; retriedAs: string[] }[] }>('runs');
    const listed = runs.find(({ runId }) => runId === before.runId);
    expect(listed?.retriedAs.slice(0, 1)).toEqual([again.runId]);
    expect(listed?.retriedAs).toHaveLength(2);
    expect((await stack.espalier('show', before.runId)).stdout).toContain(`retried as ${again.runId}`);
    expect((await stack.espalier('show', again.runId)).stdout).toContain(
      `retry of ${before.runId} from train`,
    );
  } finally {
    sources.files.putBack();
  }
  const earlier = await stack.espalier('retry', before.runId, '--from', 'train', '--set', 'encoder.trees=4');
  expect([earlier.exitCode, earlier.stderr]).toEqual([
    2,
    expect.stringMatching(/encoder\.trees 10 → 4.*stage\s+fit-encoder.*--from\s+fit-encoder/s),
  ]);
});
