// Responsible for connecting every rank of a gang on one host with every other, by Unix sockets that have no file.
// Leaves to others: what they then say to each other.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CollectiveError } from './collective-error.js';

export interface PeerOptions {
  /** Known to the ranks of this attempt alone. */
  readonly secret: string;
  readonly rank: number;
  readonly worldSize: number;
  readonly timeoutSeconds: number;
}

const retryMs = 10;
const digestBytes = 32;
const helloBytes = digestBytes + Uint32Array.BYTES_PER_ELEMENT;

/** Sockets to all other ranks, by rank. @throws CollectiveError 'gang-not-formed' when some do not come in time */
export async function meetPeers(options: PeerOptions): Promise<Map<number, Socket>> {
  const { rank, worldSize, timeoutSeconds } = options;
  const deadline = performance.now() + timeoutSeconds * 1000;
  const sockets = new Map<number, Socket>();
  const server = await listen(options);
  const controller = new AbortController();
  const { signal } = controller;
  try {
    const lower = Array.from({ length: rank }, (_, peer) => peer);
    const coming = accept(server, options, sockets, worldSize - 1 - rank);
    const going = Promise.all(
      lower.map(async (peer) => sockets.set(peer, await reach(peer, options, signal))),
    );
    const met = await Promise.race([
      Promise.all([coming, going]).then(() => true),
      sleep(Math.max(0, deadline - performance.now()), false, { signal }),
    ]);
    if (!met) {
      const missing = Array.from({ length: worldSize }, (_, peer) => peer).filter(
        (peer) => peer !== rank && !sockets.has(peer),
      );
      for (const socket of sockets.values()) socket.destroy();
      throw new CollectiveError(
        'gang-not-formed',
        `Ranks ${missing.join(', ')} did not come within ${timeoutSeconds} s to share memory with rank ${rank}`,
      );
    }
    return sockets;
  } finally {
    controller.abort();
    server.close();
  }
}

/** The kernel drops such a name with its process; who lists names learns nothing by it. */
function socketName(secret: string, rank: number): string {
  return `\0shared-sums-${createHmac('sha256', secret).update(`listens ${rank}`).digest('hex')}`;
}

async function listen({ secret, rank }: PeerOptions): Promise<Server> {
  const server = createServer().listen(socketName(secret, rank));
  try {
    await once(server, 'listening');
  } catch (thrown) {
    throw new CollectiveError('gang-not-formed', `Rank ${rank} of this gang runs already on this host`, {
      cause: thrown,
    });
  }
  return server;
}

function hello({ secret, worldSize }: PeerOptions, from: number, to: number): Buffer {
  const digest = createHmac('sha256', secret).update(`${from} greets ${to} of ${worldSize}`).digest();
  const sender = Buffer.alloc(Uint32Array.BYTES_PER_ELEMENT);
  sender.writeUInt32LE(from);
  return Buffer.concat([sender, digest]);
}

async function accept(
  server: Server,
  options: PeerOptions,
  sockets: Map<number, Socket>,
  count: number,
): Promise<void> {
  if (count === 0) return;
  await new Promise<void>((resolve) => {
    let greeted = 0;
    server.on('connection', async (socket) => {
      const bytes = await readHello(socket);
      const peer = bytes?.readUInt32LE() ?? -1;
      if (bytes === undefined || !timingSafeEqual(bytes, hello(options, peer, options.rank))) {
        socket.destroy();
        return;
      }
      socket.write(hello(options, options.rank, peer));
      sockets.set(peer, socket);
      greeted += 1;
      if (greeted === count) resolve();
    });
  });
}

/** Tries until the peer listens and answers as one that knows the secret. */
async function reach(peer: number, options: PeerOptions, signal: AbortSignal): Promise<Socket> {
  for (;;) {
    signal.throwIfAborted();
    const socket = connect(socketName(options.secret, peer));
    socket.write(hello(options, options.rank, peer));
    const bytes = await readHello(socket);
    if (bytes !== undefined && timingSafeEqual(bytes, hello(options, peer, options.rank))) return socket;
    socket.destroy();
    await sleep(retryMs, undefined, { signal });
  }
}

/** Undefined when the connection fails or ends before. */
async function readHello(socket: Socket): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const end = () => resolve(undefined);
    socket.on('error', end).on('close', end);
    socket.on('readable', function read() {
      const bytes: Buffer | null = socket.read(helloBytes);
      if (bytes === null) return;
      // Whoever reads on from here sets the socket flowing again.
      socket.off('readable', read);
      resolve(bytes.length === helloBytes ? bytes : undefined);
    });
  });
}
