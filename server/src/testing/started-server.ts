/** Responsible for a server of a test's own, on real Temporal, Redis and S3, and for asking it as a program does. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { connectClient, connectModels } from '@espalier/client';
import { openRedis } from '@espalier/fanout';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { provideAdminToken } from '../access/admin-token.js';
import { type BuiltServer, buildServer } from '../build-server.js';
import { queuesOf } from '../http/queues.js';
import { createServerLog } from '../server-log.js';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what is in it
  readonly json: any;
}

interface Asked {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Address that it comes from. Default: 127.0.0.1. */
  readonly from?: string;
}

export interface StartedServer extends AsyncDisposable, BuiltServer {
  readonly port: number;
  readonly homeDir: string;
  readonly store: Store;
  readonly redisUrl: string;
  /** All that it has logged. */
  log(): string;
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  readonly adminToken: string;
  /** Asks with a body of JSON. @param token default: the first administrator's */
  askJson(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<Pick<Answer, 'status' | 'json'>>;
  /** Starts another server of the same services, as after a restart; it ends with this one. */
  another(publicUrl?: string): Promise<Pick<StartedServer, 'ask' | 'port'>>;
}

export async function startServer(): Promise<StartedServer> {
  const servers = await startTestServers({ parts: ['temporal', 'redis', 's3'] });
  const settings = { ...servers.settings, logLevel: 'trace' as const };
  const stream = new PassThrough();
  const told: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => told.push(chunk));
  const client = await connectClient(settings);
  const models = await connectModels(settings);
  const redis = await openRedis(settings.redis.url);
  const store = createStore(settings.s3);
  const apps: BuiltServer['app'][] = [];
  const start = async (publicUrl: string | null = null) => {
    const built = await buildServer({
      settings: { ...settings, server: { ...settings.server, publicUrl } },
      ...{ client, models, store, ownName: '127.0.0.1', pageDir: join(settings.homeDir, 'page') },
      logger: createServerLog(settings, stream),
      queues: queuesOf(redis),
    });
    apps.push(built.app);
    const tokenPath = await provideAdminToken(settings.homeDir, built.tokens);
    await built.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = built.app.server.address() as AddressInfo;
    const askIt: StartedServer['ask'] = (method, path, asked) => ask(port, method, path, asked);
    return { ...built, port, ask: askIt, tokenPath };
  };
  const { tokenPath, ...built } = await start();
  const adminToken = await readFile(tokenPath, 'utf8');
  return {
    ...built,
    ...{ store, homeDir: settings.homeDir, redisUrl: settings.redis.url, adminToken },
    async askJson(method, path, body, token = adminToken) {
      const sent = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const { status, json } = await built.ask(method, path, { token, ...(body === undefined ? {} : sent) });
      return { status, json };
    },
    log: () => Buffer.concat(told).toString(),
    another: start,
    async [Symbol.asyncDispose]() {
      for (const app of apps) await app.close();
      await client.close();
      await models[Symbol.asyncDispose]();
      redis.disconnect();
      store.close();
      await servers[Symbol.asyncDispose]();
    },
  };
}

async function ask(port: number, method: string, path: string, asked: Asked = {}): Promise<Answer> {
  const { token, headers, body, from } = asked;
  const call = request({
    ...{ host: '127.0.0.1', port, method, path },
    ...(from === undefined ? {} : { localAddress: from }),
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
  });
  // A server that has refused a body reads no more of it.
  call.on('error', () => undefined);
  call.end(body);
  const [response] = await once(call, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const isJson = /json/.test(String(response.headers['content-type']));
  return {
    status: response.statusCode,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : null,
  };
}
