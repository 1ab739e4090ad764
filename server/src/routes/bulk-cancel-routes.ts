/** Responsible for cancelling all runs that match at once, as an operation with a progress and a way to break it off. Leaves to others: one run (run-routes.ts). */
import type { BulkListing } from '@espalier/client';
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { nextCursor, pageQuery } from '../http/paging.js';
import { pipelineName } from '../pipelines/pipeline-schemas.js';

const tags = ['runs'];
const mostListed = 100;
const mostCancelled = 100_000;

const bulkId = z
  .string()
  .regex(/^cancel-\d{8}-\d{6}-[0-9a-z]{4}$/)
  .describe('The operation, such as cancel-20261129-063015-a1b2.');
const params = z.object({ bulkId });
const reason = z.string().min(1).max(500).describe('Every run is told it, with the name of the token.');

const bulkListingSchema = z
  .object({
    id: z.string(),
    status: z.enum(['running', 'done', 'stopped']),
    startedAtMs: z.number(),
    endedAtMs: z.number().nullable(),
  })
  .meta({ id: 'BulkCancelListing' });

const bulkCancelSchema = bulkListingSchema
  .extend({
    reason: z.string(),
    runs: z.int().describe('That matched, as far as they are counted.'),
    told: z.int().describe('Of these: told to end. How each ends, the run itself says.'),
    untold: z.int().describe('Of these: could not be told, most since they had ended meanwhile.'),
  })
  .meta({ id: 'BulkCancel' });

const startSchema = z.strictObject({
  filter: z
    .strictObject({
      pipeline: pipelineName.optional(),
      since: z.iso.datetime().optional().describe('Runs that started then or later.'),
    })
    .describe('Of runs that go on. Without a key: all.'),
  reason,
  atMost: z
    .int()
    .min(0)
    .max(mostCancelled)
    .describe('How many are meant. Where more match nothing is cancelled, and the answer says how many do.'),
});

export function bulkCancelRoutes(app: Api, { client: { bulkCancels } }: Services, audit: AuditLog): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-cancels',
    config: { role: 'operator' },
    schema: {
      operationId: 'startBulkCancel',
      summary: 'Asks all runs that match to stop, as one operation that goes on by itself.',
      description: 'Runs that start afterwards are left alone.',
      tags,
      body: startSchema,
      response: answers({ 201: z.object({ id: z.string(), runs: z.int() }) }, [...withBody, 409]),
    },
    handler: async (request, reply) => {
      const { filter, ...asked } = request.body;
      const sinceMs = filter.since === undefined ? undefined : Date.parse(filter.since);
      const start = () =>
        bulkCancels.start({
          ...{ ...asked, filter: { pipeline: filter.pipeline, sinceMs } },
          by: callerOfRoute(request).name,
        });
      const change = { action: 'bulk-cancels.start', subject: filter.pipeline ?? 'all pipelines' };
      const made = await audit.change(request, change, start, ({ id, runs }) => ({
        detail: `${runs} runs, by ${id}`,
      }));
      return reply.code(201).header('location', `/v1/bulk-cancels/${made.id}`).send(made);
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/bulk-cancels',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listBulkCancels',
      summary: 'The latest of these operations, as long as Temporal keeps them.',
      tags,
      querystring: pageQuery(mostListed),
      response: answers({ 200: z.object({ bulkCancels: z.array(bulkListingSchema), nextCursor }) }),
    },
    handler: async ({ query: { limit, cursor } }) => {
      const page = await bulkCancels.list(limit, cursor);
      return { bulkCancels: plain<BulkListing[]>(page.items), nextCursor: page.nextCursor };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/bulk-cancels/:bulkId',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showBulkCancel',
      summary: 'How far it is.',
      tags,
      params,
      response: answers({ 200: bulkCancelSchema }, [404]),
    },
    handler: ({ params: { bulkId: id } }) => bulkCancels.show(id),
  });
  app.route({
    method: 'POST',
    url: '/v1/bulk-cancels/:bulkId/stop',
    config: { role: 'operator' },
    schema: {
      operationId: 'stopBulkCancel',
      summary: 'Breaks it off: runs that were not told yet go on.',
      tags,
      params,
      body: z.strictObject({ reason: z.string().min(1).max(500) }),
      response: answers({ 200: z.object({ id: z.string(), stopped: z.boolean() }) }, [...withBody, 404]),
    },
    handler: async (request) => {
      const { bulkId: id } = request.params;
      const stop = () => bulkCancels.stop(id, request.body.reason);
      const stopped = await audit.change(request, { action: 'bulk-cancels.stop', subject: id }, stop);
      return { id, stopped };
    },
  });
}
