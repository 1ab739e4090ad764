/**
 * Prints the OpenAPI document, as `GET /v1/openapi.json` gives it, without a server that runs: what is made of it is made when the code is.
 * Leaves to others: types of it (web/write-api-types.mjs).
 */
import { pino } from 'pino';
import { buildServer } from './build-server.js';

/** Routes are told by their schemas: none is called, so there is nothing behind them. */
const nothing: never = new Proxy(Object.create(null), {
  get: (_, name) =>
    name === 'server' ? { folders: [], publicUrl: null } : name === 'homeDir' ? '/' : undefined,
}) as never;

const { app } = await buildServer({
  ...{ settings: nothing, client: nothing, models: nothing, store: nothing, queues: nothing },
  ...{ logger: pino({ level: 'silent' }), ownName: '127.0.0.1', pageDir: '/nowhere' },
});
process.stdout.write(JSON.stringify(app.swagger()));
await app.close();
