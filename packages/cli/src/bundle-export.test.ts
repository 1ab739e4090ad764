/** `bundle export` against an S3 that stalls in the middle: a small server stands for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inheritedEnvironment } from '@espalier/settings';
import { digestOf, digestOfJson } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin } from './testing/espalier-process.js';

const parts = ['encoder/click.ubj', 'leaf-map.json', 'feature-schema.json', 'saved_model/saved_model.pb'].map(
  (name) => ({ name, digest: digestOf(name), sizeBytes: 1_000_000 }),
);
const [booster, leafMap, featureSchema, network] = parts.map(({ digest }) => digest);
const encoder = digestOfJson({ boosters: [{ task: 'click', digest: booster }], leafMap, featureSchema });
const manifest = JSON.stringify({
  format: 'espalier.bundle/1',
  pipeline: 'feed',
  digest: digestOfJson({ encoder, network, modelling: null }),
  encoderDigest: encoder,
  networkDigest: network,
  tasks: ['click'],
  parts,
  modelling: null,
  spec: {},
  data: {},
  codeVersion: '1',
});

describe('bundle export while S3 stalls', () => {
  let server: Server;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'espalier-export-'));
    server = createServer((request, response) => {
      if (request.url?.includes('bundle.json')) {
        response.writeHead(200, { 'content-length': manifest.length, etag: '"1"' }).end(manifest);
        return;
      }
      response.writeHead(200, { 'content-length': 1_000_000, etag: '"2"' });
      response.write('a few bytes, and then no more');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s leaves nothing behind', async (signal, exitCode) => {
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [bin, 'bundle', 'export', 's3://models/feed/1', 'out'], {
      cwd: folder,
      env: inheritedEnvironment({
        ESPALIER_HOME: join(folder, 'home'),
        ESPALIER_S3_ENDPOINT: `http://127.0.0.1:${port}`,
        ESPALIER_S3_BUCKET: 'models',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
      }),
    });
    const exited = once(child, 'exit');
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    while (!(await readdir(folder)).some((name) => name.endsWith('.partial'))) await sleep(20);
    await sleep(300);
    child.kill(signal);
    expect((await exited)[0]).toBe(exitCode);
    expect(Buffer.concat(errors).toString()).toBe('Interrupted; nothing was written.\n');
    expect(await readdir(folder)).toEqual([]);
  });
});
