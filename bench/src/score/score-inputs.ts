/**
 * Responsible for what `bench score` scores with and scores: bundles of the census example, and files of its rows, many times over.
 * Leaves to others: scoring (score-bench.ts).
 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { exportBundle } from '@espalier/registry';
import { loadSpec } from '@espalier/spec';
import { createStore } from '@espalier/store';
import { censusPipelinePath } from '../census/census-example.js';
import { say } from '../report/say.js';
import { withStack } from '../stack/bench-stack.js';

/** What the network reads of the leaves: the forests' own margins, as the example has it, or an embedding each. */
export type ModelKind = 'margins' | 'embeddings';

const settingsOf: Readonly<Record<ModelKind, readonly string[]>> = {
  margins: ['training.epochs=1'],
  // Without early-stop rows each task keeps its network.
  embeddings: ['training.epochs=1', 'model.leaves=embeddings', 'source.split.earlyStop=0'],
};

/** Fits and publishes each model on a stack of its own. @returns folders of the bundles */
export async function makeBundles(dir: string): Promise<Readonly<Record<ModelKind, string>>> {
  const folders = { margins: join(dir, 'margins'), embeddings: join(dir, 'embeddings') };
  await withStack(async ({ client, settings }) => {
    const store = createStore(settings.s3);
    try {
      for (const kind of ['margins', 'embeddings'] as const) {
        const { runId } = await client.submit(await loadSpec(censusPipelinePath, { sets: settingsOf[kind] }));
        const { status, error, bundle } = await client.wait(runId);
        if (status !== 'succeeded' || bundle === null) {
          throw new Error(`run ${runId} ${status}: ${error?.message ?? 'no reason given'}`);
        }
        await exportBundle(bundle.uri, folders[kind], { store, signal: new AbortController().signal });
        say(`the model over ${kind} is fitted`);
      }
    } finally {
      store.close();
    }
  });
  return folders;
}

/** Writes the example's held-out rows so many times over, the first `limit` of them. @returns their number */
export async function writeRows(path: string, times: number, limit?: number): Promise<number> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const source = join(censusPipelinePath, '..', 'data', 'test.parquet');
  const rows = `SELECT rows.* FROM range(${times}) times(i), read_parquet(${text(source)}) rows`;
  return await withDuckDb(async (run) => {
    await run(
      `COPY (${rows}${limit === undefined ? '' : ` LIMIT ${limit}`}) TO ${text(path)} (FORMAT parquet)`,
    );
    const [[count]] = (await run(`SELECT count(*)::DOUBLE FROM read_parquet(${text(path)})`)) as [[number]];
    return count;
  });
}

/** The greatest difference between two files of scores, row by row; Infinity where one has other rows or no number. */
export async function greatestDifference(
  ours: string,
  theirs: string,
  tasks: readonly string[],
): Promise<number> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const differences = tasks.map((task) => `coalesce(abs(ours."${task}" - theirs."${task}"), 'inf'::FLOAT)`);
  const worst = `max(greatest(${differences.join(', ')}))::DOUBLE`;
  return await withDuckDb(async (run) => {
    const joined = `read_parquet(${text(ours)}) ours POSITIONAL JOIN read_parquet(${text(theirs)}) theirs`;
    const [[difference]] = (await run(`SELECT ${worst} FROM ${joined}`)) as [[number]];
    return difference;
  });
}

async function withDuckDb<T>(work: (run: (sql: string) => Promise<unknown[][]>) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRows());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
