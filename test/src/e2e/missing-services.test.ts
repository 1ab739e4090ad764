/** Services, ports, native parts and room that are not there: one clear sentence each, exit code 3, nothing started. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { espalier } from './espalier-command.js';
import { censusSpec, censusTest } from './own-stack.js';
import { refusal } from './refusal.js';
import { stackProcesses } from './stack-processes.js';

// Each waits for its service most of the time.
describe.concurrent('without a stack', () => {
  let dir: string;
  /** Each command's own: an `up` that fails leaves no empty home folder, which another may have just found. */
  const homes: string[] = [];
  const nobody = '127.0.0.1:1';

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'espalier-e2e-'));
  });

  afterAll(() => {
    expect(homes.length).toBeGreaterThan(10);
    for (const homeDir of homes) {
      expect(stackProcesses(homeDir)).toEqual([]);
      expect(existsSync(join(homeDir, 'endpoints.json'))).toBe(false);
    }
    rmSync(dir, { recursive: true, force: true });
  });

  function withEnv(env: Readonly<Record<string, string>>) {
    const homeDir = mkdtempSync(join(dir, 'home-'));
    homes.push(homeDir);
    return (...args: string[]) => espalier(args, { ESPALIER_HOME: homeDir, ...env });
  }

  test('a port in use', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const error = await refusal(3, withEnv({}), ['up', '--s3-port', port]);
    taken.close();
    expect(error.code).toBe('stack.port-in-use');
    expect(error.message).toContain(port);
  });

  test.each(['ESPALIER_TEMPORAL_BIN', 'ESPALIER_VALKEY_BIN', 'ESPALIER_WEED_BIN'])(
    'a missing native part: %s',
    async (variable) => {
      const error = await refusal(3, withEnv({ [variable]: '/nowhere/server' }), ['up']);
      expect(error.code).toBe('native.missing');
      expect(error.message).toContain('/nowhere/server');
    },
  );

  test.each([
    { service: 'Temporal', env: { ESPALIER_TEMPORAL_ADDRESS: nobody } },
    { service: 'Redis', env: { ESPALIER_REDIS_URL: `redis://${nobody}` } },
    {
      service: 'S3',
      env: {
        ESPALIER_S3_ENDPOINT: `http://${nobody}`,
        ESPALIER_S3_BUCKET: 'espalier',
        AWS_ACCESS_KEY_ID: 'nobody',
        AWS_SECRET_ACCESS_KEY: 'nothing',
      },
    },
  ])('up with a $service that does not answer', async ({ service, env }) => {
    const error = await refusal(3, withEnv(env), ['up']);
    expect(error.code).toBe('stack.service-unreachable');
    expect(error.message).toContain(service);
    expect(error.message).toContain(nobody);
  });

  test.each([
    { args: ['run', censusSpec, '--wait'] },
    { args: ['plan', censusSpec] },
    { args: ['runs'] },
    { args: ['show', 'census-income-1'] },
    { args: ['cancel', 'census-income-1'] },
  ])('$args.0 without Temporal', async ({ args }) => {
    const error = await refusal(3, withEnv({ ESPALIER_TEMPORAL_ADDRESS: nobody }), args);
    expect(error.code).toBe('workflow.temporal-unreachable');
    expect(error.message).toContain(nobody);
  });

  test('score without S3', async () => {
    const env = {
      ESPALIER_S3_ENDPOINT: `http://${nobody}`,
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
    };
    const output = join(dir, 'scores.parquet');
    const args = ['score', '--bundle', 's3://espalier/bundles/x', '--input', censusTest, '--output', output];
    const error = await refusal(3, withEnv(env), args);
    expect(error.code).toBe('store.unreachable');
    expect(existsSync(output)).toBe(false);
  });

  test('settings that can not be used, all at once', async () => {
    const error = await refusal(
      2,
      withEnv({
        ESPALIER_REDIS_URL: 'somewhere',
        ESPALIER_TEMPORAL_ADDRESS: 'here',
        ESPALIER_DEVICE: 'abacus',
      }),
      ['status'],
    );
    expect(error.code).toBe('settings.invalid');
    for (const name of ['ESPALIER_REDIS_URL', 'ESPALIER_TEMPORAL_ADDRESS', 'ESPALIER_DEVICE']) {
      expect(error.message).toContain(name);
    }
  });
});
