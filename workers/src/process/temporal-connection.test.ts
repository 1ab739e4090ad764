import { loadSettings } from '@espalier/settings';
import { startTestProxy, startTestServers } from '@espalier/stack';
import { expect, test, vi } from 'vitest';
import { connectToTemporal } from './temporal-connection.js';

test('a worker goes through a proxy where the command line does: never on loopback', async () => {
  await using servers = await startTestServers({ parts: ['temporal'] });
  await using proxy = await startTestProxy(servers.settings.temporal.address);
  vi.stubEnv('https_proxy', proxy.url);
  const connect = async (address: string, exempt = '') => {
    vi.stubEnv('NO_PROXY', exempt);
    return connectToTemporal(loadSettings({ ...process.env, ESPALIER_TEMPORAL_ADDRESS: address }));
  };
  await (await connect(servers.settings.temporal.address)).close();
  expect(proxy.asked).toEqual([]);
  await (await connect('temporal.invalid:7233')).close();
  expect(proxy.asked).toContain('temporal.invalid:7233');
  const asked = proxy.asked.length;
  await expect(connect('temporal.invalid:7233', 'temporal.invalid')).rejects.toMatchObject({
    code: 'workflow.temporal-unreachable',
  });
  expect(proxy.asked.length).toBe(asked);
  vi.unstubAllEnvs();
});
