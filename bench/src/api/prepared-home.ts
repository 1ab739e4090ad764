/**
 * Responsible for the stack that `bench api` and `bench page` ask: its data, which take minutes to make, are kept in the cache folder under the digest of the
 * programs that make them, and made again once Temporal would begin to forget them.
 * Leaves to others: what lies in it (prepare-runs.ts, copy-listed-runs.ts).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStore } from '@espalier/store';
import { connectTemporal } from '@espalier/triggers';
import { say } from '../report/say.js';
import { type BenchStack, withStackIn } from '../stack/bench-stack.js';
import { copyListedRuns, copyProgram } from './copy-listed-runs.js';
import { type PreparedRuns, prepareRuns } from './prepare-runs.js';

/** A local Temporal keeps what has ended for 90 days. */
const keptForMs = 60 * 86_400_000;
const digestDigits = 16;

/** @param runs that lists tell of */
export async function withPreparedRuns<T>(
  cacheDir: string,
  runs: number,
  work: (stack: BenchStack, prepared: PreparedRuns) => Promise<T>,
): Promise<T> {
  const homeDir = join(cacheDir, 'bench', 'api', `${runs}-${digestOfPrograms()}`);
  const prepared = readMark(homeDir) ?? (await prepare(homeDir, runs));
  return withStackIn(homeDir, (stack) => work(stack, prepared));
}

async function prepare(homeDir: string, runs: number): Promise<PreparedRuns> {
  await rm(homeDir, { recursive: true, force: true });
  await mkdir(homeDir, { recursive: true });
  say(`making ${runs.toLocaleString('en-US')} runs, which are kept in ${homeDir}`);
  const prepared = await withStackIn(homeDir, async ({ client, settings }) => {
    const temporal = await connectTemporal(settings);
    const store = createStore(settings.s3);
    try {
      return await prepareRuns({ client, temporal, store }, runs);
    } finally {
      await temporal.connection.close();
      store.close();
    }
  });
  await copyListedRuns(homeDir, runs);
  await writeFile(markPath(homeDir), JSON.stringify(prepared));
  return prepared;
}

function markPath(homeDir: string): string {
  return join(homeDir, 'prepared.json');
}

function readMark(homeDir: string): PreparedRuns | null {
  if (!existsSync(markPath(homeDir))) return null;
  const prepared = JSON.parse(readFileSync(markPath(homeDir), 'utf8')) as PreparedRuns;
  return Date.now() - prepared.madeAtMs < keptForMs ? prepared : null;
}

function digestOfPrograms(): string {
  const own = ['past-run.js', 'end-at-once.js', 'prepare-runs.js'];
  const paths = [...own.map((name) => fileURLToPath(new URL(name, import.meta.url))), copyProgram];
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, digestDigits);
}
