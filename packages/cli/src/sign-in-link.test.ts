/** What is in the way of a sign-in link is said, with what to do. The link itself is tested on a stack. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signInLink } from './sign-in-link.js';
import { closedPort, espalierIn } from './testing/espalier-process.js';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'espalier-sign-in-'));
});
afterAll(() => rm(dir, { recursive: true }));

it('there has never been a stack', async () => {
  const { exitCode, stderr } = await espalierIn(dir, ['open']);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/never been up[\s\S]*espalier up[\s\S]*stack\.server-unreachable/);
});

it('the home has no token', async () => {
  const address = `127.0.0.1:${await closedPort()}`;
  const { exitCode, stdout } = await espalierIn(dir, ['open', '--json'], {
    ESPALIER_SERVER_ADDRESS: address,
  });
  expect([exitCode, JSON.parse(stdout).error.code]).toEqual([2, 'access.no-admin-token']);
});

it('the stack is down, and another holds its port: nobody is told the token', async () => {
  let asked = 0;
  const other = createServer((_, response) => {
    asked += 1;
    response.writeHead(201).end('{"code":"code_1","expiresAtMs":1}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const home = join(dir, 'home');
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'admin-token'), 'esp_x\n');
  const s3 = { endpoint: 'http://x', region: 'r', bucket: 'bbb', accessKeyId: 'a', secretAccessKey: 's' };
  const serverAddress = `127.0.0.1:${(other.address() as AddressInfo).port}`;
  const local = { temporalAddress: '127.0.0.1:1', temporalUiUrl: null, redisUrl: 'redis://127.0.0.1:1', s3 };
  await writeFile(join(home, 'endpoints.json'), JSON.stringify({ ...local, serverAddress }));
  const { exitCode, stderr } = await espalierIn(dir, ['open']);
  expect([exitCode, asked]).toEqual([3, 0]);
  expect(stderr).toMatch(/is not up[\s\S]*espalier up/);
  other.close();
  await rm(home, { recursive: true });
});

it('nobody answers, or somebody else', async () => {
  await writeFile(join(dir, 'admin-token'), 'esp_x\n');
  const closed = { homeDir: dir, address: `127.0.0.1:${await closedPort()}`, publicUrl: null };
  await expect(signInLink(closed, 'admin')).rejects.toMatchObject({ code: 'stack.server-unreachable' });
  const other = createServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(
    signInLink({ homeDir: dir, address: `0.0.0.0:${port}`, publicUrl: null }, 'admin'),
  ).rejects.toMatchObject({
    code: 'stack.server-unreachable',
    message: expect.stringContaining(`http://127.0.0.1:${port} is no server of Espalier`),
  });
  other.close();
});

it('leads where people reach the server, whatever it listens at', async () => {
  await writeFile(join(dir, 'admin-token'), 'esp_x\n');
  const server = createServer((_, response) =>
    response.writeHead(201).end('{"code":"code_1","expiresAtMs":1}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const urlOf = async (publicUrl: string | null) =>
    (await signInLink({ homeDir: dir, address, publicUrl }, 'viewer')).url;
  expect(await urlOf('https://espalier.example')).toBe('https://espalier.example/sign-in#code_1');
  expect(await urlOf(null)).toBe(`http://${address}/sign-in#code_1`);
  server.close();
});

it('a role that there is not', async () => {
  const { exitCode, stderr } = await espalierIn(dir, ['open', '--role', 'owner']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/viewer, operator, admin/);
});
