/** Responsible for whoever is told: a receiver of Standard Webhooks that verifies what comes. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { NotificationType } from '@espalier/domain';
import { Webhook } from 'standardwebhooks';

interface Told {
  readonly type: NotificationType;
  readonly data: { readonly id: string; readonly title: string; readonly text: string };
}

const secret = `whsec_${Buffer.from('of a test that is over soon, and of nobody').toString('base64')}`;

export class Receiver implements AsyncDisposable {
  /** By the notification's ID. */
  readonly told = new Map<string, Told>();

  private constructor(private readonly server: Server) {}

  /** Listens, and is named in the stack's file. */
  static async start(homeDir: string): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      const told = new Webhook(secret).verify(body, request.headers as Record<string, string>) as Told;
      receiver.told.set(told.data.id, told);
      response.writeHead(204).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await writeFile(
      join(homeDir, 'notify.yaml'),
      `targets: [{ name: test, kind: webhook, url: "http://127.0.0.1:${port}/", secret: ${secret} }]\n`,
      { mode: 0o600 },
    );
    return receiver;
  }

  /** Titles and texts of a type, in the order in which they came. */
  of(type: NotificationType): readonly string[] {
    return [...this.told.values()]
      .filter((told) => told.type === type)
      .map(({ data }) => `${data.title}\n${data.text}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
  }
}
