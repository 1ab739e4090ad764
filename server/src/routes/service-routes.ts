/** Responsible for what the server says of itself and of the services that it needs. */
import { z } from 'zod';
import { answers } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';

/** Asked by many at once, the services are asked once. */
const healthKeptMs = 1_000;
const patienceMs = 3_000;

const serviceState = z.enum(['up', 'away']);
const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']),
    services: z.object({ temporal: serviceState, redis: serviceState, s3: serviceState }),
  })
  .meta({ id: 'Health' });
type Health = z.infer<typeof healthSchema>;

export function serviceRoutes(app: Api, services: Services): void {
  let document: Buffer | null = null;
  let asked: { readonly atMs: number; readonly health: Promise<Health> } | null = null;
  app.route({
    method: 'GET',
    url: '/v1/health',
    config: { role: 'anyone' },
    schema: {
      operationId: 'health',
      summary: 'Which of the services that the server needs answer.',
      tags: ['service'],
      security: [],
      response: answers({ 200: healthSchema }),
    },
    handler: async () => {
      if (asked === null || Date.now() - asked.atMs > healthKeptMs) {
        asked = { atMs: Date.now(), health: lookAfter(services) };
      }
      return asked.health;
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/openapi.json',
    config: { role: 'anyone' },
    schema: {
      operationId: 'openapi',
      summary: 'This document.',
      tags: ['service'],
      security: [],
      response: answers({ 200: z.looseObject({ openapi: z.string() }) }),
    },
    // Made once, and the same bytes for all who read it: anyone may ask.
    handler: async (_, reply) => {
      document ??= Buffer.from(JSON.stringify(app.swagger()));
      return reply.type('application/json; charset=utf-8').send(document as never);
    },
  });
}

async function lookAfter({ client, store, queues }: Services): Promise<Health> {
  const [temporal, redis, s3] = await Promise.all([
    stateOf(() => client.ping()),
    stateOf(() => queues.ping()),
    stateOf(() => store.headObject('store.json')),
  ]);
  const all = { temporal, redis, s3 };
  return { status: Object.values(all).includes('away') ? 'degraded' : 'ok', services: all };
}

async function stateOf(ask: () => Promise<unknown>): Promise<'up' | 'away'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patienceMs);
  });
  try {
    await Promise.race([ask(), late]);
    return 'up';
  } catch {
    return 'away';
  } finally {
    clearTimeout(timer);
  }
}
