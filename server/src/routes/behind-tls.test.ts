/** Signing in where people reach the server by a name of its own, through what speaks TLS. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

const publicUrl = 'https://espalier.example';
const json = { 'content-type': 'application/json' };
let server: StartedServer;
let at: Pick<StartedServer, 'ask' | 'port'>;

beforeAll(async () => {
  server = await startServer();
  at = await server.another(publicUrl);
});
afterAll(() => server?.[Symbol.asyncDispose]());

it.each([
  ['that passes the browser’s host on', { host: 'espalier.example' }],
  ['that passes its own', {}],
])('%s: people sign in and change things', async (_, host) => {
  const { code } = (await server.askJson('POST', '/v1/sign-in-codes', {})).json;
  const signedIn = await at.ask('POST', '/v1/session', {
    headers: { ...json, ...host, origin: publicUrl },
    body: JSON.stringify({ code }),
  });
  expect(signedIn.status).toBe(200);
  const cookie = String(signedIn.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  expect(cookie).toMatch(/^__Host-/);
  const change = (origin: string) =>
    at.ask('POST', '/v1/sign-in-codes', { headers: { ...json, ...host, cookie, origin }, body: '{}' });
  expect((await change(publicUrl)).status).toBe(201);
  const foreign = [
    'https://espalier.example.evil',
    'http://espalier.example',
    'https://evil.example',
    'null',
  ];
  for (const origin of foreign) {
    const refused = await change(origin);
    expect([refused.status, refused.json.code], origin).toEqual([403, 'access.foreign-origin']);
  }
});

it('no other name is one of the server’s', async () => {
  const statusOf = async (host: string) => (await at.ask('GET', '/v1/health', { headers: { host } })).status;
  for (const host of ['evil.example', 'x.espalier.example', 'espalier.example.evil']) {
    expect(await statusOf(host), host).toBe(403);
  }
  for (const host of ['espalier.example', 'ESPALIER.example:443', '127.0.0.1']) {
    expect(await statusOf(host), host).toBe(200);
  }
  const unnamed = await server.ask('GET', '/v1/health', { headers: { host: 'espalier.example' } });
  expect(unnamed.json.code).toBe('access.foreign-origin');
});
