import { loadSettings, type Settings } from '@espalier/settings';
import { doctor, startTestProxy, startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectTemporal } from './connect.js';

let servers: TestServers;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'redis', 'bucket'] });
});

afterEach(() => vi.unstubAllEnvs());

afterAll(() => servers[Symbol.asyncDispose]());

/** As a user has it: the proxy in this process's environment, the servers by address. */
function settingsBehind(environment: Readonly<Record<string, string>>, temporalAddress: string): Settings {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { temporal } = loadSettings({ ...process.env, ESPALIER_TEMPORAL_ADDRESS: temporalAddress });
  return { ...servers.settings, temporal };
}

test('with a proxy, services on loopback are reached directly: Temporal, Redis and S3', async () => {
  await using proxy = await startTestProxy();
  const variables = ['grpc_proxy', 'https_proxy', 'http_proxy', 'HTTPS_PROXY', 'HTTP_PROXY', 'all_proxy'];
  const environment = Object.fromEntries(variables.map((name) => [name, proxy.url]));
  const settings = settingsBehind(environment, servers.settings.temporal.address);
  const client = await connectTemporal(settings);
  await client.connection.close();
  const checks = (await doctor(settings)).filter(({ name }) => /Temporal|Redis|S3|search/.test(name));
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(checks.length).toBeGreaterThan(4);
  expect(proxy.asked).toEqual([]);
});

describe('a Temporal elsewhere', () => {
  const elsewhere = 'temporal.invalid:7233';

  test.each(['grpc_proxy', 'https_proxy', 'http_proxy'])(
    'is reached through the proxy of %s',
    async (name) => {
      await using proxy = await startTestProxy(servers.settings.temporal.address);
      const client = await connectTemporal(settingsBehind({ [name]: proxy.url }, elsewhere));
      await client.connection.close();
      expect(proxy.asked).toEqual([elsewhere]);
    },
  );

  test.each(['no_proxy', 'NO_PROXY'])('is reached directly where %s lists it', async (exemption) => {
    await using proxy = await startTestProxy();
    const settings = settingsBehind({ https_proxy: proxy.url, [exemption]: '.invalid' }, elsewhere);
    const failure = await connectTemporal(settings).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'workflow.temporal-unreachable' });
    expect(String(failure)).not.toContain('proxy');
    expect(proxy.asked).toEqual([]);
  });

  test('that does not answer is told with the variable and its proxy, without its password', async () => {
    await using proxy = await startTestProxy();
    const withPassword = proxy.url.replace('http://', 'http://me:pass%40word@');
    const settings = settingsBehind({ https_proxy: withPassword }, elsewhere);
    const failure = await connectTemporal(settings).catch((error: unknown) => error);
    const [temporal] = (await doctor(settings)).filter(({ name }) => name === 'Temporal');
    for (const message of [String(failure), temporal?.message]) {
      expect(message).toContain('https_proxy');
      expect(message).toContain('NO_PROXY');
      expect(message).not.toContain('pass');
    }
  });
});
