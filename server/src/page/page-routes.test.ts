/** The built page as a browser gets it: files, headers, what may be kept for how long. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;
const index = '<!doctype html><title>Espalier</title>';
const script = `console.log('${randomBytes(2_000).toString('hex')}');`;
const view = { accept: 'text/html,*/*;q=0.8' };

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

async function build(): Promise<void> {
  const dir = join(server.homeDir, 'page');
  await mkdir(join(dir, 'assets'), { recursive: true });
  await writeFile(join(dir, 'index.html'), index);
  await writeFile(join(dir, 'favicon.svg'), '<svg/>');
  await writeFile(join(dir, '.sources'), 'secret');
  await writeFile(join(dir, 'assets/index-AbC.js'), script);
  await writeFile(join(dir, 'assets/index-AbC.js.br'), brotliCompressSync(script));
  await writeFile(join(dir, 'assets/index-AbC.js.gz'), gzipSync(script));
}

async function bytesOf(path: string, headers: Record<string, string>) {
  const call = request({ host: '127.0.0.1', port: server.port, path, headers }).end();
  const [response] = await once(call, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { headers: response.headers, bytes: Buffer.concat(chunks) };
}

it('says what to do where it is not built, and is there once it is', async () => {
  for (const path of ['/', '/runs']) {
    const told = await server.ask('GET', path, { headers: view });
    expect([told.status, told.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(told.text).toContain('npm run setup');
  }
  await build();
  expect((await server.ask('GET', '/')).text).toBe(index);
});

it('answers every view with the page, asked anew each time, and what the API has with the API', async () => {
  for (const path of [
    '/',
    '/index.html',
    '/sign-in',
    '/runs/feed-20260101-000000-aaaa?tab=stages',
    '/%2e%2e%2fx',
  ]) {
    const told = await server.ask('GET', path, { headers: view });
    expect([told.status, told.text, told.headers['cache-control']], path).toEqual([200, index, 'no-cache']);
    const again = await server.ask('GET', path, {
      headers: { ...view, 'if-none-match': told.headers.etag ?? '' },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  }
  for (const [method, path] of [
    ['GET', '/v1/nothing'],
    ['GET', '/assets/index-Old.js'],
    ['GET', '/.sources'],
    ['POST', '/runs'],
  ] as const) {
    const told = await server.ask(method, path);
    expect([told.status, told.json.code, told.headers['cache-control']], path).toEqual([
      404,
      'server.no-route',
      'no-store',
    ]);
  }
});

it('sends files that never change for good, compressed as they were built', async () => {
  const path = '/assets/index-AbC.js';
  const plain = await bytesOf(path, {});
  expect(plain.bytes.toString()).toBe(script);
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  for (const [encoding, decoded] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const { headers, bytes } = await bytesOf(path, { 'accept-encoding': encoding });
    expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
    expect(headers['content-type']).toMatch('javascript');
    expect(headers['cache-control']).toMatch('immutable');
    expect(decoded(bytes).toString()).toBe(script);
  }
  const icon = await server.ask('GET', '/favicon.svg');
  expect([icon.headers['content-type'], icon.headers['cache-control']]).toEqual([
    'image/svg+xml',
    'no-cache',
  ]);
});

it('lets the page load what this server serves, and nothing else', async () => {
  for (const path of ['/', '/assets/index-AbC.js', '/assets/nothing.js']) {
    const { headers } = await server.ask('GET', path);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';frame-ancestors 'none';base-uri 'none';form-action 'self'",
    );
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers['strict-transport-security']).toBeUndefined();
  }
  const api = (await server.ask('GET', '/v1/health')).headers;
  expect(api['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(api['cache-control']).toBe('no-store');
  expect(api['cross-origin-opener-policy']).toBeUndefined();
});

it('is for hosts that the server goes by alone', async () => {
  const told = await server.ask('GET', '/', { headers: { ...view, host: 'evil.example' } });
  expect([told.status, told.json.code]).toEqual([403, 'access.foreign-origin']);
});

it('is where links of other pages lead, and is in no frame and no script of theirs', async () => {
  const linked = { ...view, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  const status = async (path: string, headers: Record<string, string>) =>
    (await server.ask('GET', path, { headers: { ...linked, ...headers } })).status;
  expect(await status('/runs', { 'sec-fetch-dest': 'document' })).toBe(200);
  expect(await status('/runs', { 'sec-fetch-dest': 'iframe' })).toBe(403);
  const script = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' };
  expect(await status('/assets/index-AbC.js', script)).toBe(403);
  expect(await status('/v1/health', { 'sec-fetch-dest': 'document' })).toBe(403);
});

it('goes on saying what to do when it is taken away', async () => {
  await rm(join(server.homeDir, 'page'), { recursive: true });
  expect((await server.ask('GET', '/')).status).toBe(503);
});
