import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtifactRef, EspalierError } from '@espalier/domain';
import type { S3Settings } from '@espalier/settings';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, digestOfFile } from './digest.js';
import { openLocal } from './local-cache.js';
import type { ObjectHead } from './object-listing.js';
import { toScratchError } from './s3-failure.js';
import { createStore, type Store } from './store.js';

const payload = randomBytes(3_000_000);
const middle = 1_000_000;

/** What happens to the byte in the middle of a transfer, for so many connections. */
interface Fault {
  readonly kind: 'cut' | 'corrupt';
  readonly direction: 'upload' | 'download';
  remaining: number;
}

/** A TCP proxy in front of the real S3 server that cuts or corrupts transfers on demand. */
class FaultyProxy {
  fault: Fault | null = null;
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: Server) {}

  static async start(endpoint: string): Promise<FaultyProxy> {
    const target = new URL(endpoint);
    const server = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname);
      proxy.relay(client, upstream);
    });
    const proxy = new FaultyProxy(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private relay(client: Socket, upstream: Socket): void {
    this.sockets.add(client);
    const passed = { upload: 0, download: 0 };
    const pass = (from: Socket, to: Socket, direction: Fault['direction']) => {
      from.on('data', (chunk: Buffer) => {
        const offset = middle - passed[direction];
        passed[direction] += chunk.length;
        // Connections are used again: each request and each answer counts from its own start.
        passed[direction === 'upload' ? 'download' : 'upload'] = 0;
        const { fault } = this;
        const hit = offset >= 0 && offset < chunk.length && fault?.direction === direction;
        if (hit && fault.remaining > 0) {
          fault.remaining--;
          if (fault.kind === 'cut') {
            from.destroy();
            to.destroy();
            return;
          }
          chunk.writeUInt8(chunk.readUInt8(offset) ^ 1, offset);
        }
        to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    };
    pass(client, upstream, 'upload');
    pass(upstream, client, 'download');
    client.on('close', () => this.sockets.delete(client));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let servers: TestServers;
let direct: Store;
let scratch: string;
let proxy: FaultyProxy;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  direct = createStore(servers.settings.s3);
  scratch = await mkdtemp(join(tmpdir(), 'espalier-transfer-'));
  const { endpoint } = servers.settings.s3;
  if (endpoint === null) throw new Error('the test server has an endpoint');
  proxy = await FaultyProxy.start(endpoint);
  store = createStore({ ...servers.settings.s3, endpoint: proxy.endpoint });
});

afterEach(() => {
  proxy.fault = null;
});

afterAll(async () => {
  store.close();
  direct.close();
  await proxy.close();
  await servers[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});

async function failureOf(call: Promise<unknown>): Promise<EspalierError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EspalierError)) throw new Error(`expected an EspalierError, got ${String(error)}`);
  return error;
}

describe('downloads', () => {
  it.each(['cut', 'corrupt'] as const)('are tried again when %s, and come out whole', async (kind) => {
    const ref = await direct.putBytes(`downloads/${kind}`, payload);
    proxy.fault = { kind, direction: 'download', remaining: 2 };
    expect(digestOf(await store.getBytes(ref))).toBe(ref.digest);
    expect(proxy.fault.remaining).toBe(0);
  });

  it('that stay corrupt end as store.corrupt', async () => {
    const ref = await direct.putBytes('downloads/always-corrupt', payload);
    proxy.fault = { kind: 'corrupt', direction: 'download', remaining: 100 };
    const error = await failureOf(store.getBytes(ref));
    expect(error.code).toBe('store.corrupt');
    expect(error.message).toContain('downloads/always-corrupt');
    expect(proxy.fault.remaining).toBe(96);
  });

  it('that are always cut end as store.unreachable', async () => {
    const ref = await direct.putBytes('downloads/always-cut', payload);
    proxy.fault = { kind: 'cut', direction: 'download', remaining: 100 };
    expect((await failureOf(store.getBytes(ref))).code).toBe('store.unreachable');
  });

  it('notice an object that was overwritten, whether its size changed or not', async () => {
    const ref = await direct.putBytes('downloads/swapped', payload.subarray(0, 1000));
    await direct.putBytes('downloads/swapped', payload.subarray(1, 1001));
    expect((await failureOf(direct.getBytes(ref))).code).toBe('store.corrupt');
    expect(await direct.inspect(ref)).toBe('corrupt');
    await direct.putBytes('downloads/swapped', payload.subarray(0, 999));
    expect((await failureOf(direct.getBytes(ref))).code).toBe('store.corrupt');
    await direct.putBytes('downloads/swapped', payload.subarray(0, 1001));
    expect((await failureOf(direct.getBytes(ref))).code).toBe('store.corrupt');
  });

  it('to a file leave the whole file, or nothing', async () => {
    const ref = await direct.putBytes('downloads/file', payload);
    const dir = join(scratch, 'files');
    proxy.fault = { kind: 'cut', direction: 'download', remaining: 1 };
    await store.getToFile(ref, join(dir, 'whole.bin'));
    expect(await digestOfFile(join(dir, 'whole.bin'))).toBe(ref.digest);
    await direct.putBytes('downloads/file', payload.subarray(1));
    expect((await failureOf(store.getToFile(ref, join(dir, 'broken.bin')))).code).toBe('store.corrupt');
    expect(await readdir(dir)).toEqual(['whole.bin']);
  });

  it('of a missing object say which', async () => {
    const ref = { key: 'downloads/none', digest: digestOf('x'), sizeBytes: 1 };
    const error = await failureOf(direct.getBytes(ref));
    expect(error.code).toBe('store.not-found');
    expect(error.message).toContain('downloads/none');
    expect(await direct.inspect(ref)).toBe('missing');
    expect(await direct.headObject('downloads/none')).toBeNull();
    expect(await direct.getJson('downloads/none')).toBeNull();
  });

  it('of a range bring just that range', async () => {
    const { key } = await direct.putBytes('downloads/range', payload);
    const { etag } = (await direct.headObject(key)) as ObjectHead;
    const bytes = await direct.getRangeIfMatch(key, 10, 20, etag);
    expect(bytes && Buffer.from(bytes)).toEqual(payload.subarray(10, 20));
    expect(await direct.getRangeIfMatch(key, 10, 10, etag)).toHaveLength(0);
  });

  it.each([
    ['longer', Buffer.concat([payload, payload])],
    ['of the same size', Buffer.from(payload).reverse()],
    ['shorter than where the range begins', payload.subarray(0, 5)],
  ])('of a range bring nothing of an object that was written over by one that is %s', async (_, other) => {
    const { key } = await direct.putBytes('downloads/replaced', payload);
    const { etag } = (await direct.headObject(key)) as ObjectHead;
    await direct.putBytes(key, other);
    expect(await direct.getRangeIfMatch(key, 10, 20, etag)).toBeNull();
    await direct.putBytes(key, payload);
    expect(await direct.getRangeIfMatch(key, 10, 20, etag)).toHaveLength(10);
    await direct.deleteObject(key);
    expect(await direct.getRangeIfMatch(key, 10, 20, etag)).toBeNull();
  });
});

describe('uploads', () => {
  it.each(['cut', 'corrupt'] as const)('are tried again when %s, and arrive whole', async (kind) => {
    proxy.fault = { kind, direction: 'upload', remaining: 2 };
    const ref = await store.putBytes(`uploads/${kind}`, payload);
    expect(proxy.fault.remaining).toBe(0);
    expect(await direct.inspect(ref)).toBe('intact');
  });

  it('of a large file go in pieces and keep its digest', async () => {
    const path = join(scratch, 'large.bin');
    await writeFile(path, Buffer.concat(Array.from({ length: 24 }, () => payload)));
    const ref = await store.putFile('uploads/large', path);
    expect(ref.digest).toBe(await digestOfFile(path));
    expect(ref.sizeBytes).toBe(24 * payload.length);
    expect(await direct.inspect(ref)).toBe('intact');
  });

  it('of a small or empty file keep its digest', async () => {
    const path = join(scratch, 'empty.bin');
    await writeFile(path, '');
    const ref = await store.putFile('uploads/empty', path);
    expect(ref).toEqual({ key: 'uploads/empty', digest: digestOf(''), sizeBytes: 0 });
    expect(await store.getBytes(ref)).toHaveLength(0);
  });

  it('are listed by key, beyond one page, and can be copied', async () => {
    const names = Array.from({ length: 1_050 }, (_, index) => `many/${String(index).padStart(5, '0')}`);
    for (let start = 0; start < names.length; start += 50) {
      await Promise.all(names.slice(start, start + 50).map((key) => direct.putBytes(key, Buffer.from(key))));
    }
    expect((await direct.list('many/')).map(({ key }) => key)).toEqual(names);
    const ref = await direct.putBytes('copies/from here & there+%.bin', payload);
    expect(await direct.inspect(await direct.copyObject(ref, 'copies/to here'))).toBe('intact');
  });
});

describe('openLocal', () => {
  it('fetches once, however many ask, and serves later ones without S3', async () => {
    const ref = await direct.putBytes('local/shared', payload);
    const cacheDir = join(scratch, 'cache');
    const paths = await Promise.all(Array.from({ length: 8 }, () => openLocal(store, ref, cacheDir)));
    expect(new Set(paths).size).toBe(1);
    await direct.deleteObject(ref.key);
    const path = await openLocal(store, ref, cacheDir);
    expect(digestOf(await readFile(path))).toBe(ref.digest);
    expect(await readdir(join(path, '..'))).toHaveLength(1);
  });
});

describe('a stream', () => {
  const read = async (ref: ArtifactRef) => {
    const pieces: Uint8Array[] = [];
    const error = await (async () => {
      for await (const piece of store.stream(ref)) pieces.push(piece);
    })().catch((reason: unknown) => reason);
    return { bytes: Buffer.concat(pieces), error };
  };

  it('has the bytes whole, and never whole where one of them is another or the transfer is cut', async () => {
    const ref = await direct.putBytes('streams/object', payload);
    const whole = await read(ref);
    expect([digestOf(whole.bytes), whole.error]).toEqual([ref.digest, undefined]);
    for (const [kind, code] of [
      ['corrupt', 'store.corrupt'],
      ['cut', 'store.unreachable'],
    ] as const) {
      proxy.fault = { kind, direction: 'download', remaining: 1 };
      const { bytes, error } = await read(ref);
      expect((error as EspalierError).code).toBe(code);
      expect(bytes.byteLength).toBeLessThan(payload.byteLength);
    }
  });
});

describe('failures', () => {
  const key = 'failures/object';

  it('to connect are one clear sentence without the secret', async () => {
    const settings: S3Settings = { ...servers.settings.s3, endpoint: 'http://127.0.0.1:1' };
    const error = await failureOf(createStore(settings).headObject(key));
    expect(error.code).toBe('store.unreachable');
    expect(error.message).toMatch(
      /^S3 at http:\/\/127\.0\.0\.1:1 can't be reached: the connection was refused/,
    );
    expect(error.message).not.toContain('\n');
    expect(JSON.stringify(error.serialize())).not.toContain(settings.secretAccessKey);
  });

  it('of the credentials are named as such, without the secret', async () => {
    const settings: S3Settings = { ...servers.settings.s3, secretAccessKey: 'not-the-right-secret' };
    const error = await failureOf(createStore(settings).putBytes(key, payload));
    expect(error.code).toBe('store.denied');
    expect(JSON.stringify(error.serialize())).not.toContain('not-the-right-secret');
  });

  it('of a full disk name the file', async () => {
    const error = await writeFile('/dev/full', payload).catch((reason: unknown) => reason);
    const mapped = toScratchError(error, '/scratch/part.bin');
    expect(mapped).toMatchObject({ code: 'store.scratch-full', details: { path: '/scratch/part.bin' } });
  });
});
