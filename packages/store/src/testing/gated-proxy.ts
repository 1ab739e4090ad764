/**
 * A TCP proxy in front of a real S3 server, for tests: keeps back chosen requests until they are let through.
 * Leaves faults in the bytes to the tests of transfers. Not part of the package's interface.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const watchEveryMs = 5;

export interface Gate {
  /** Resolves when so many requests wait at the gate at once. */
  waiting(count: number): Promise<void>;
  /** Lets the waiting requests through, and all that follow. */
  open(): void;
}

export class GatedProxy implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();
  #gate: { readonly requests: RegExp; readonly held: (() => void)[] } | null = null;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => this.#relay(client));
  }

  static async start(endpoint: string): Promise<GatedProxy> {
    const proxy = new GatedProxy(createServer(), new URL(endpoint));
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on, requests whose first line (`PUT /bucket/key HTTP/1.1`) matches wait. */
  hold(requests: RegExp): Gate {
    const held: (() => void)[] = [];
    this.#gate = { requests, held };
    return {
      waiting: (count) =>
        new Promise((resolve) => {
          const timer = setInterval(() => {
            if (held.length < count) return;
            clearInterval(timer);
            resolve();
          }, watchEveryMs);
        }),
      open: () => {
        this.#gate = null;
        for (const pass of held) pass();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  #relay(client: Socket): void {
    const upstream = connect(Number(this.target.port), this.target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    upstream.pipe(client);
    client.on('data', (chunk: Buffer) => {
      // A client waits for each answer, so that a request never begins within a chunk.
      const firstLine = chunk.toString('latin1', 0, Math.max(0, chunk.indexOf('\r\n')));
      if (this.#gate?.requests.test(firstLine) !== true) {
        upstream.write(chunk);
        return;
      }
      client.pause();
      this.#gate.held.push(() => {
        upstream.write(chunk);
        client.resume();
      });
    });
  }
}
