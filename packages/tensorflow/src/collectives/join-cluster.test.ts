import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolveNativePart } from '@espalier/native';
import { joinCluster, loadTensorFlow, reserveAddress } from '@espalier/tensorflow';
import { beforeAll, expect, it } from 'vitest';

beforeAll(() => loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1, visibleGpus: [] }));

it('reserves addresses that are free', async () => {
  const address = await reserveAddress();
  expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
  const server = createServer().listen(Number(address.split(':')[1]), '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

it('refuses an address that is taken, then a rank that does not come, then a second cluster', async () => {
  const squatter = createServer().listen(0, '0.0.0.0');
  await once(squatter, 'listening');
  const taken = squatter.address();
  const port = typeof taken === 'object' && taken !== null ? taken.port : 0;
  await expect(joinCluster({ addresses: [`127.0.0.1:${port}`], rank: 0 })).rejects.toMatchObject({
    code: 'cluster-failed',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
  squatter.close();
  const addresses = [await reserveAddress(), await reserveAddress()];
  await expect(joinCluster({ addresses, rank: 2 })).rejects.toThrow(RangeError);
  await expect(joinCluster({ addresses, rank: 0, timeoutSeconds: 0.3 })).rejects.toMatchObject({
    code: 'cluster-failed',
    message: `Rank 1 at ${addresses[1]} did not come within 0.3 s`,
  });
  await expect(joinCluster({ addresses: [await reserveAddress()], rank: 0 })).rejects.toMatchObject({
    code: 'already-loaded',
    message: expect.stringContaining(String(addresses[0])),
  });
});
