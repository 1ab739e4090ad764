/** Responsible for asking the server of a stack as a program does, with its first token. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endpointsFileName } from '@espalier/settings';

interface Event {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly status: string; readonly activities: readonly unknown[] };
}

export class ServerCaller {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  static async of(homeDir: string): Promise<ServerCaller> {
    const endpoints = JSON.parse(await readFile(join(homeDir, endpointsFileName), 'utf8'));
    const token = await readFile(join(homeDir, 'admin-token'), 'utf8');
    return new ServerCaller(`http://${endpoints.serverAddress}`, token);
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers = {},
  ): Promise<{
    status: number;
    // biome-ignore lint/suspicious/noExplicitAny: tests look at what is in it
    json: any;
  }> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
  }

  /** All events until the server ends the stream. */
  async follow(runId: string, lastEventId?: string): Promise<{ status: number; events: Event[] }> {
    const answer = await fetch(`${this.url}/v1/runs/${runId}/events`, {
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    const events = (await answer.text())
      .split('\n\n')
      .filter((block) => block.startsWith('id:'))
      .map((block) => {
        const fields = Object.fromEntries(
          block
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        return { id: fields.id ?? '', event: fields.event ?? '', data: JSON.parse(fields.data ?? '') };
      });
    return { status: answer.status, events };
  }
}
