import { existsSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadSettings, type Settings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { describe, expect, test } from 'vitest';
import { withRedis } from '../probe-services.js';
import { startTestServers } from '../test-servers.js';
import { doctor } from './doctor.js';
import { machineChecks } from './machine-checks.js';

const failed = async (settings: Settings, options?: Parameters<typeof doctor>[1]) =>
  (await doctor(settings, options)).filter(({ ok }) => !ok);

// Each has servers of its own, and waits for those that do not answer.
test.concurrent('finds nothing on good servers, and names what is wrong on bad ones', async () => {
  await using servers = await startTestServers({ parts: ['redis', 'bucket', 'temporal'] });
  const { settings } = servers;
  const slots = [
    { role: 'encoder', state: 'free', fingerprint: 'sha256:1' },
    { role: 'trainer', state: 'held', fingerprint: 'sha256:1' },
    { role: 'trainer', state: 'free', fingerprint: 'sha256:2' },
  ];
  const checks = await doctor(settings, { listSlots: () => Promise.resolve(slots) });
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(checks.find(({ name }) => name === 'slots for gangs')?.message).toBe(
    'encoder: 1 of 1 free, trainer: 1 of 2 free (2 environments)',
  );

  await withRedis(settings, (redis) => redis.config('SET', 'maxmemory-policy', 'allkeys-lru'));
  const bad: Settings = { ...settings, s3: { ...settings.s3, bucket: 'not-there' } };
  const found = await failed(bad, { listSlots: () => Promise.resolve([]) });
  expect(found.map(({ name }) => name)).toEqual(['Redis eviction', 'slots for gangs', 'S3']);
  expect(found.every(({ fix }) => fix !== null)).toBe(true);
});

test.concurrent('services that do not answer are three failed checks with their addresses, not an exception', async () => {
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

test.concurrent('looks at the GPUs where the settings ask for them, and only there', async () => {
  const gpuCheck = async (device: string) => {
    const checks = await machineChecks(loadSettings({ ESPALIER_DEVICE: device }));
    return checks.find(({ name }) => name === 'GPUs');
  };
  expect(await gpuCheck('cpu')).toBeUndefined();
  const found = await gpuCheck('gpu');
  if (existsSync('/dev/nvidia0')) expect(found).toMatchObject({ ok: true, fix: null });
  else expect(found).toMatchObject({ ok: false, message: expect.stringContaining('no GPU to use') });
});

describe('a Redis whose user may not do everything', () => {
  const all = ['on', '>pw', '~*', '&*', '+@all'];
  const users = { 'no-config': [...all, '-config'], 'no-danger': [...all, '-@dangerous'] };

  test.concurrent('is looked at as far as it lets us, and what it hides is no fault', async () => {
    await using servers = await startTestServers({ parts: ['redis'] });
    const { settings } = servers;
    await withRedis(settings, async (redis) => {
      for (const [name, rules] of Object.entries(users)) await redis.call('ACL', 'SETUSER', name, ...rules);
    });
    const as = async (credentials: string, database = '') => {
      const url = `redis://${credentials}${new URL(settings.redis.url).host}${database}`;
      const checks = await doctor({ ...settings, redis: { url } });
      return checks.filter(({ name }) => name.startsWith('Redis'));
    };

    const [withoutConfig, withoutInfo] = await Promise.all([as('no-config:pw@'), as('no-danger:pw@')]);
    expect(withoutConfig.map(({ ok, known }) => [ok, known])).toEqual(Array(3).fill([true, true]));
    expect(withoutInfo.map(({ ok, known }) => [ok, known])).toEqual([
      [true, true],
      [true, false],
      [true, false],
    ]);
    for (const { message, fix } of withoutInfo.slice(1)) {
      expect(message).toContain('could not be looked at');
      expect(fix).toBeNull();
    }

    await withRedis(settings, (redis) => redis.config('SET', 'maxmemory-policy', 'allkeys-lru'));
    const evicting = (await as('no-config:pw@')).filter(({ ok }) => !ok);
    expect(evicting).toMatchObject([
      { name: 'Redis eviction', message: expect.stringContaining('allkeys-lru') },
    ]);

    const [[guessed], [elsewhere]] = await Promise.all([as('no-config:guess@'), as('no-config:pw@', '/99')]);
    expect(guessed?.message).toContain('refuses the user name or the password');
    expect(guessed?.message).not.toContain('guess');
    expect(elsewhere).toMatchObject({ ok: false, message: expect.stringContaining('no database') });
  });
});

/** Passes requests on to the real S3, but refuses those with a header that it does not know. */
async function startPickyS3(endpoint: string, refused: RegExp) {
  const target = new URL(endpoint);
  const server = createServer((incoming, outgoing) => {
    if (Object.keys(incoming.headers).some((name) => refused.test(name))) {
      incoming.resume();
      outgoing.writeHead(501).end('<Error><Code>NotImplemented</Code><Message>No.</Message></Error>');
      return;
    }
    const { method, url: path, headers } = incoming;
    const forwarded = request(
      { host: target.hostname, port: target.port, method, path, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test.concurrent.each([
  ['CRC32 and trailers', /^x-amz-checksum-(?!sha256)|^x-amz-trailer$|^x-amz-sdk-checksum/, true],
  ['SHA-256', /^x-amz-checksum-sha256$/, false],
])('an S3 that knows no %s passes exactly where the store can work with it', async (_, refused, works) => {
  await using servers = await startTestServers({ parts: ['bucket'] });
  using picky = await startPickyS3(servers.settings.s3.endpoint ?? '', refused);
  const settings = { ...servers.settings, s3: { ...servers.settings.s3, endpoint: picky.endpoint } };
  const checks = (await doctor(settings)).filter(({ name }) => name.startsWith('S3'));
  if (works) expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  else expect(checks.every(({ ok }) => ok)).toBe(false);
  const store = createStore(settings.s3);
  const written = await store.putBytes('key', new Uint8Array(5)).then(
    () => true,
    () => false,
  );
  store.close();
  expect(written).toBe(works);
});

test('a bucket that a later version has laid out is told, with what to do', async () => {
  await using servers = await startTestServers({ parts: ['bucket'] });
  const store = createStore(servers.settings.s3);
  const layout = async () => (await doctor(servers.settings)).find(({ name }) => name === 'S3 layout');
  expect((await layout())?.ok).toBe(true);
  await store.putJson('store.json', { id: '0b7e9bd6-3c0f-4b0f-8f57-0f2f5a0c7d11', layout: 99 });
  store.close();
  expect(await layout()).toMatchObject({
    ok: false,
    message: expect.stringContaining('laid out by version 99'),
    fix: expect.stringContaining('Update this Espalier'),
  });
});
