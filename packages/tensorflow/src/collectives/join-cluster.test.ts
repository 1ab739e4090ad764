import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolveNativePart } from '@espalier/native';
import { joinCluster, loadTensorFlow, reserveAddress } from '@espalier/tensorflow';
import { beforeAll, expect, it } from 'vitest';

beforeAll(() => loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1, visibleGpus: [] }));

it('reserves a port that no connection of this machine takes, nor any server but the one that asks for it', async () => {
  const port = Number((await reserveAddress()).replace('127.0.0.1:', ''));
  // As the kernel does for a connection that goes out: without SO_REUSEADDR, which Node always sets.
  const taken = `import socket; socket.socket().bind(('127.0.0.1', ${port}))`;
  expect(spawnSync('python3', ['-c', taken], { encoding: 'utf8' }).stderr).toContain(
    'Address already in use',
  );
  const server = createServer().listen(port, '0.0.0.0');
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
