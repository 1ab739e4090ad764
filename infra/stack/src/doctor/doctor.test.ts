import { existsSync } from 'node:fs';
import { loadSettings, type Settings } from '@espalier/settings';
import { expect, test } from 'vitest';
import { withRedis } from '../probe-services.js';
import { startTestServers } from '../test-servers.js';
import { doctor } from './doctor.js';
import { machineChecks } from './machine-checks.js';

const failed = async (settings: Settings, options?: Parameters<typeof doctor>[1]) =>
  (await doctor(settings, options)).filter(({ ok }) => !ok);

test('finds nothing on good servers, and names what is wrong on bad ones', async () => {
  await using servers = await startTestServers({ parts: ['redis', 's3', 'temporal'] });
  const { settings } = servers;
  const slots = [
    { role: 'encoder', state: 'free' },
    { role: 'trainer', state: 'held' },
  ];
  expect(await failed(settings, { listSlots: () => Promise.resolve(slots) })).toEqual([]);

  await withRedis(settings, (redis) => redis.config('SET', 'maxmemory-policy', 'allkeys-lru'));
  const bad: Settings = { ...settings, s3: { ...settings.s3, bucket: 'not-there' } };
  const found = await failed(bad, { listSlots: () => Promise.resolve([]) });
  expect(found.map(({ name }) => name)).toEqual(['Redis eviction', 'slots for gangs', 'S3']);
  expect(found.every(({ fix }) => fix !== null)).toBe(true);
});

test('services that do not answer are three failed checks with their addresses, not an exception', async () => {
  const settings = loadSettings({
    ESPALIER_TEMPORAL_ADDRESS: '127.0.0.1:1',
    ESPALIER_REDIS_URL: 'redis://127.0.0.1:1',
    ESPALIER_S3_ENDPOINT: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'nothing',
  });
  const found = await failed(settings);
  expect(found.map(({ name }) => name)).toEqual(['Temporal', 'Redis', 'S3']);
  for (const { message } of found) expect(message).toContain('127.0.0.1:1');
});

test('looks at the GPUs where the settings ask for them, and only there', async () => {
  const gpuCheck = async (device: string) => {
    const checks = await machineChecks(loadSettings({ ESPALIER_DEVICE: device }));
    return checks.find(({ name }) => name === 'GPUs');
  };
  expect(await gpuCheck('cpu')).toBeUndefined();
  const found = await gpuCheck('gpu');
  if (existsSync('/dev/nvidia0')) expect(found).toMatchObject({ ok: true, fix: null });
  else expect(found).toMatchObject({ ok: false, message: expect.stringContaining('no GPU to use') });
});
