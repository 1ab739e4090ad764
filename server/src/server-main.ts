/** The server's process: `espalier-server`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectClient, connectModels } from '@espalier/client';
import { EspalierError } from '@espalier/domain';
import { openRedis } from '@espalier/fanout';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { provideAdminToken } from './access/admin-token.js';
import { brieflyPatient } from './brief-patience.js';
import { buildServer } from './build-server.js';
import { queuesOf } from './http/queues.js';
import { createServerLog } from './server-log.js';

process.title = 'espalier-server';
async function main(): Promise<void> {
  const settings = brieflyPatient(loadSettings());
  const logger = createServerLog(settings);
  const { address } = settings.server;
  if (address === null) {
    throw new EspalierError(
      'settings.invalid',
      'No address to listen at: set ESPALIER_SERVER_ADDRESS, or start the stack (`espalier up`).',
    );
  }
  const colon = address.lastIndexOf(':');
  const ownName = address.slice(0, colon);
  const client = await connectClient(settings);
  const models = await connectModels(settings);
  const redis = await openRedis(settings.redis.url);
  const store = createStore(settings.s3);
  const pageDir = fileURLToPath(new URL('../../web/dist', import.meta.url));
  const { app, tokens, watchers } = await buildServer({
    ...{ settings, client, models, store, logger, ownName, pageDir },
    queues: queuesOf(redis, settings.redis.url),
  });
  const tokenPath = await provideAdminToken(settings.homeDir, tokens);
  await app.listen({ host: ownName, port: Number(address.slice(colon + 1)) });
  logger.info({ address, tokenPath }, 'ready');

  let closing = false;
  const close = async (signal: NodeJS.Signals) => {
    if (closing) return;
    closing = true;
    logger.info({ signal }, 'closing');
    watchers.close();
    await app.close();
    await client.close();
    await models[Symbol.asyncDispose]();
    redis.disconnect();
    store.close();
    process.exit(0);
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  if (settings.processName !== null) {
    const path = join(settings.homeDir, 'run', `${settings.processName}.ready`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, String(process.pid));
  }
}

void main();
