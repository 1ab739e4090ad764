/** Responsible for the way between a browser and the server, which can be cut and mended, and which keeps what the server has said by it. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Cable implements AsyncDisposable {
  /** Of each connection, in order. */
  readonly said: string[] = [];
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(private readonly server: Server) {}

  /** @param target the server's URL */
  static async to(target: string): Promise<Cable> {
    const { hostname, port } = new URL(target);
    const server = createServer();
    const cable = new Cable(server);
    server.on('connection', (client) => cable.#carry(client, connect(Number(port), hostname)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Everything that goes on breaks off, and nothing gets through. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  /** IDs of the events of each connection that had some. */
  get eventIds(): readonly (readonly string[])[] {
    return this.said
      .map((text) => [...text.matchAll(/^id: (.+)$/gm)].map(([, id = '']) => id))
      .filter((ids) => ids.length > 0);
  }

  #carry(client: Socket, upstream: Socket): void {
    const place = this.said.push('') - 1;
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    if (this.#isCut) {
      client.destroy();
      return;
    }
    upstream.on('data', (bytes: Buffer) => {
      this.said[place] += bytes.toString('latin1');
    });
    upstream.pipe(client).pipe(upstream);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
