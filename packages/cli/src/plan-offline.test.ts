import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedPort, espalierIn } from './testing/espalier-process.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const espalier = (args: readonly string[], env: Record<string, string> = {}) => espalierIn(folder, args, env);

const census = fileURLToPath(new URL('../../../examples/census-income', import.meta.url));

describe('plan --offline', () => {
  const spec = join(census, 'pipeline.yaml');

  /** Every service is away. */
  async function nowhere(): Promise<Record<string, string>> {
    const away = `127.0.0.1:${await closedPort()}`;
    return {
      ESPALIER_TEMPORAL_ADDRESS: away,
      ESPALIER_REDIS_URL: `redis://${away}`,
      ESPALIER_S3_ENDPOINT: `http://${away}`,
      ESPALIER_S3_BUCKET: 'none',
    };
  }

  it('checks a pipeline against its data and shows its shards with no service up', async () => {
    const { exitCode, stdout } = await espalier(['plan', spec, '--offline', '--json'], await nowhere());
    expect(exitCode).toBe(0);
    const { shards, stages } = JSON.parse(stdout);
    expect(shards.reduce((sum: number, { rows }: { rows: number }) => sum + rows, 0)).toBe(299_285);
    expect(stages).toEqual([]);
  });

  it('tells every mistake that only the data show, each with its place', async () => {
    const args = ['plan', spec, '--offline', '--set', 'features.exclude=[instance_wait]'];
    const { exitCode, stderr } = await espalier(
      [...args, '--set', 'tasks.income.label="incme = \'x\'"'],
      await nowhere(),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('did you mean instance_weight?');
    expect(stderr).toContain('did you mean income?');
    expect(stderr).toContain('--set');
  });

  it('is for a partition: shows those that are read, and what is missing, and says how to name one', async () => {
    for (const day of ['18', '20']) {
      const partition = join(folder, `log/day=2026-11-${day}`);
      await mkdir(partition, { recursive: true });
      await copyFile(join(census, 'data/test.parquet'), join(partition, 'part-0.parquet'));
    }
    const own = join(folder, 'daily.yaml');
    const text = (await readFile(spec, 'utf8'))
      .replace('source:', 'partitions: { key: day }\nsource:')
      .replace('data/train.parquet', '"log/day={day}/", last: 2, skip: 1, atLeast: 1')
      .replace('data/test.parquet', '"log/day={day}/"');
    await writeFile(own, text);
    const unnamed = await espalier(['plan', own, '--offline'], await nowhere());
    expect(unnamed.exitCode).toBe(2);
    expect(unnamed.stderr).toContain('--for 2026-11-20');
    const args = ['plan', own, '--offline', '--for', '2026-11-20'];
    const { exitCode, stdout } = await espalier([...args, '--json'], await nowhere());
    expect(exitCode).toBe(0);
    const { partitions } = JSON.parse(stdout);
    expect(partitions).toEqual([
      {
        split: 'train',
        label: '2026-11-18',
        files: 1,
        rows: 99_762,
        sizeBytes: expect.any(Number),
        digest: expect.any(String),
      },
      { split: 'train', label: '2026-11-19', files: 0, rows: 0, sizeBytes: 0, digest: null },
      expect.objectContaining({ split: 'eval', label: '2026-11-20', digest: partitions[0].digest }),
    ]);
    const shown = await espalier(args, await nowhere());
    expect(shown.stdout).toContain('3 partitions, 1 missing');
    const gone = await espalier([...args, '--set', 'source.train.atLeast=2'], await nowhere());
    expect(gone.exitCode).toBe(2);
    expect(gone.stderr).toContain(
      '1 of 2 partitions of log/day={day}/ are missing, and all of them are wanted: 2026-11-19 (no Parquet file)',
    );
  });
});
