/** `bench small-files`: a run over 4,000 files of a few kB, on disk and in S3, until its rows are planned and extracted. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, type EspalierClient } from '@espalier/client';
import type { RunProgress } from '@espalier/domain';
import { type LoadedSpec, loadSpec } from '@espalier/spec';
import { createStore, mapBounded } from '@espalier/store';
import { inScratch } from '../census/census-example.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { type BenchStack, withStack } from '../stack/bench-stack.js';
import { makeSmallFiles } from './make-files.js';

const source = { files: 4_000, rowsOfFile: 60 };
const rounds = 3;
const mostSeconds = 60;
const uploadsAtOnce = 16;
const pollMs = 100;
const s3Prefix = 'bench/small-files';

interface Extraction {
  /** From submitting, preflight included, to the end of extraction. */
  readonly seconds: number;
  readonly planSeconds: number;
  readonly extractSeconds: number;
  readonly shards: number;
}

export async function benchSmallFiles(): Promise<Measurement> {
  return await inScratch(async (dir) => {
    const startedMs = performance.now();
    const fileBytes = await makeSmallFiles(join(dir, 'many'), source);
    say(`${source.files} files made in ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
    return await withStack(async (stack) => {
      await upload(stack, join(dir, 'many'));
      const specs = {
        disk: await writeSpec(dir, 'disk', 'many/'),
        s3: await writeSpec(dir, 's3', `s3://${stack.settings.s3.bucket}/${s3Prefix}/`),
      };
      const measured: Record<keyof typeof specs, Extraction[]> = { disk: [], s3: [] };
      for (let round = 0; round < rounds; round += 1) {
        for (const where of ['disk', 's3'] as const) {
          const extraction = await extract(stack, specs[where], { toTheEnd: round === 0 });
          measured[where].push(extraction);
          say(`round ${round + 1} of ${rounds}, ${where}: ${extraction.seconds.toFixed(1)} s`);
        }
      }
      return report(measured, fileBytes);
    });
  });
}

function report(
  measured: Readonly<Record<'disk' | 's3', readonly Extraction[]>>,
  fileBytes: number,
): Measurement {
  const seconds = (where: 'disk' | 's3', of: (extraction: Extraction) => number) => measured[where].map(of);
  const shards = new Set([...measured.disk, ...measured.s3].map((extraction) => extraction.shards));
  return {
    results: (['disk', 's3'] as const).map((where) =>
      result(
        figure(
          `${where}-plan-and-extract`,
          seconds(where, (one) => one.seconds),
          's',
        ),
        {
          limit: mostSeconds,
          better: 'lower',
        },
      ),
    ),
    baselines: (['disk', 's3'] as const).flatMap((where) => [
      figure(
        `${where}-plan`,
        seconds(where, (one) => one.planSeconds),
        's',
      ),
      figure(
        `${where}-extract`,
        seconds(where, (one) => one.extractSeconds),
        's',
      ),
    ]),
    notes: [
      `${source.files.toLocaleString('en-US')} files of ${source.rowsOfFile} rows and 22 columns, ${(fileBytes / 1000).toFixed(1)} kB each, all different, in a folder and in the stack's S3; ${rounds} rounds in turn on one stack, without the cache.`,
      'plan-and-extract: from submitting, preflight by a client of its own included, to the end of extraction. plan, extract: the stages alone.',
      `Extracted in ${[...shards].join(' or ')} shards; the first run of each goes on to its end, where all ${(source.files * source.rowsOfFile).toLocaleString('en-US')} rows must have been counted.`,
    ],
  };
}

async function upload({ settings }: BenchStack, folder: string): Promise<void> {
  const store = createStore(settings.s3);
  try {
    const names = await readdir(folder);
    await mapBounded(names, uploadsAtOnce, (name) =>
      store.putFile(`${s3Prefix}/${name}`, join(folder, name)),
    );
  } finally {
    store.close();
  }
}

async function writeSpec(dir: string, name: string, uri: string): Promise<string> {
  const path = join(dir, `${name}.json`);
  const spec = {
    name: `small-files-${name}`,
    source: { train: { uri }, split: { by: 'member', eval: '20%', earlyStop: '10%' } },
    tasks: [{ name: 'click', group: 'active', label: 'clicked' }],
    encoder: { trees: 5 },
    training: { epochs: 1 },
  };
  await writeFile(path, JSON.stringify(spec));
  return path;
}

/**
 * Runs the pipeline until its rows are extracted; with `toTheEnd` on to its end.
 * @throws Error if the run fails, or ends without every row
 */
async function extract(
  { settings }: BenchStack,
  specPath: string,
  options: { readonly toTheEnd: boolean },
): Promise<Extraction> {
  const loaded = await loadSpec(specPath);
  // One that has looked at the source before would not do so again.
  const client = await connectClient(settings);
  try {
    return await extractBy(client, loaded, options);
  } finally {
    await client.close();
  }
}

async function extractBy(
  client: EspalierClient,
  loaded: LoadedSpec,
  { toTheEnd }: { readonly toTheEnd: boolean },
): Promise<Extraction> {
  const submittedAtMs = Date.now();
  const { runId } = await client.submit(loaded, { noCache: true });
  for (;;) {
    const { progress } = await client.progress(runId);
    const plan = spanOf(progress, 'plan');
    const extraction = spanOf(progress, 'extract');
    if (plan !== null && extraction !== null) {
      await (toTheEnd ? requireAllRows(client, runId) : end(client, runId));
      return {
        seconds: (extraction.endedAtMs - submittedAtMs) / 1000,
        planSeconds: (plan.endedAtMs - plan.startedAtMs) / 1000,
        extractSeconds: (extraction.endedAtMs - extraction.startedAtMs) / 1000,
        shards: extraction.shards,
      };
    }
    if (progress.status !== 'running') {
      throw new Error(`run ${runId} ${progress.status}: ${progress.error?.message ?? 'no reason given'}`);
    }
    await sleep(pollMs);
  }
}

/** When a stage that has succeeded began and ended; null of another. */
function spanOf({ stages }: RunProgress, name: 'plan' | 'extract') {
  const found = stages.find((stage) => stage.name === name && stage.status === 'succeeded');
  if (found?.startedAtMs == null || found.endedAtMs === null) return null;
  return { startedAtMs: found.startedAtMs, endedAtMs: found.endedAtMs, shards: found.shards };
}

async function end(client: EspalierClient, runId: string): Promise<void> {
  await client.cancel(runId, 'measured');
  await client.wait(runId);
}

async function requireAllRows(client: EspalierClient, runId: string): Promise<void> {
  const { status, error, splits } = await client.wait(runId);
  if (status !== 'succeeded')
    throw new Error(`run ${runId} ${status}: ${error?.message ?? 'no reason given'}`);
  const rows = Object.values(splits ?? {}).reduce((sum, split) => sum + split.rows, 0);
  const made = source.files * source.rowsOfFile;
  if (rows !== made) throw new Error(`run ${runId} extracted ${rows} rows of ${made}`);
}
