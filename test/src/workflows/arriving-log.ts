/** Responsible for a made log in S3 that is cut by days, and a pipeline over it that is registered and looks for them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSpecText } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { PipelineBook } from '@espalier/triggers';
import { makeParquet } from '../e2e/leaking-log.js';

/** The day so many before today. */
export const dayBefore = (back: number) =>
  new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** Both are called `name`; the pipeline trains on up to two days before the one that it is for. */
export class ArrivingLog implements AsyncDisposable {
  private constructor(
    private readonly store: Store,
    readonly name: string,
    private readonly dir: string,
  ) {}

  static async create(store: Store, name: string): Promise<ArrivingLog> {
    return new ArrivingLog(store, name, await mkdtemp(join(tmpdir(), 'espalier-arriving-')));
  }

  async put(label: string, rows = 200): Promise<void> {
    const sql = `SELECT i % 3 = 0 AS clicked, (i * 7919) % 1000 AS price, ${rows} AS size FROM range(${rows}) t(i)`;
    const path = await makeParquet(this.dir, 'made.parquet', sql);
    await this.store.putBytes(`${this.name}/day=${label}/part.parquet`, await readFile(path));
  }

  /** Whole, with its marker. */
  async arrive(label: string, rows?: number): Promise<void> {
    await this.put(label, rows);
    await this.store.putBytes(`${this.name}/day=${label}/_SUCCESS`, new Uint8Array());
  }

  /** @param runs of the pipeline file */
  async apply(runs = '{ concurrency: queue, onArrival: { every: 1s } }'): Promise<void> {
    const { name } = this;
    const uri = `${this.store.uri(name)}/day={day}/`;
    const text = [
      `name: ${name}`,
      'partitions: { key: day, marker: _SUCCESS }',
      `source: { train: { uri: "${uri}", last: 2, skip: 1, atLeast: 1 }, eval: { uri: "${uri}" } }`,
      'tasks: [{ name: click, group: passive, label: clicked }]',
      `runs: ${runs}`,
      `publish: { model: ${name} }`,
    ].join('\n');
    const loaded = loadSpecText(text, { name, baseDir: '/' }, { anyPartition: true });
    await new PipelineBook(this.store).apply(loaded, { by: 'ada', reason: 'wanted' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.dir, { recursive: true });
  }
}
