import { mkdtemp, rm } from 'node:fs/promises';
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
});
