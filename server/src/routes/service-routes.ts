/** Responsible for what the server says of itself and of the services and workers that it needs. */
import { z } from 'zod';
import type { SeenState } from '../health/seen-states.js';
import { ServiceWatch, serviceNames, type WatchedName, workerNames } from '../health/service-watch.js';
import { stoppedBy } from '../health/stopped-by.js';
import { answers } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';

const serviceState = z.enum(['up', 'away']);
const partSchema = z
  .object({
    name: z.enum([...serviceNames, ...workerNames]),
    state: z
      .enum(['up', 'away', 'unknown'])
      .describe('`unknown` of workers while the service that would tell is away.'),
    sinceMs: z.number().describe('As far as the server has looked, which it does every five seconds.'),
    isFirst: z.boolean().describe('It was so when the server first looked, and may have been for longer.'),
    stops: z.string().nullable().describe('What stands still meanwhile; null unless it is away.'),
  })
  .meta({ id: 'HealthPart' });
const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']).describe('Of the services.'),
    services: z.object({ temporal: serviceState, redis: serviceState, s3: serviceState }),
    parts: z.array(partSchema).describe('Services, then workers by what they do.'),
  })
  .meta({ id: 'Health' });

export function serviceRoutes(app: Api, services: Services): void {
  let document: Buffer | null = null;
  const watch = new ServiceWatch(services);
  app.addHook('onListen', async () => watch.begin());
  app.addHook('onClose', async () => watch.end());
  app.route({
    method: 'GET',
    url: '/v1/health',
    config: { role: 'anyone' },
    schema: {
      operationId: 'health',
      summary:
        'Which of the services and workers that runs need answer, since when, and what it stops where one does not.',
      tags: ['service'],
      security: [],
      response: answers({ 200: healthSchema }),
    },
    handler: async () => {
      const seen = await watch.look();
      const stateOf = (name: (typeof serviceNames)[number]) => (seen[name].state === 'up' ? 'up' : 'away');
      const all = { temporal: stateOf('temporal'), redis: stateOf('redis'), s3: stateOf('s3') } as const;
      return {
        status: Object.values(all).includes('away') ? ('degraded' as const) : ('ok' as const),
        services: all,
        parts: [...serviceNames, ...workerNames].map((name) => partOf(name, seen[name])),
      };
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

function partOf(name: WatchedName, { state, sinceMs, isFirst }: SeenState): z.infer<typeof partSchema> {
  return { name, state, sinceMs, isFirst, stops: state === 'away' ? stoppedBy[name] : null };
}
