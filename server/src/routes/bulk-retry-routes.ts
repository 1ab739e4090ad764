/** Responsible for retrying all failed runs that match at once, as an operation with a progress and a way to break it off. Leaves to others: one run (run-routes.ts). */
import type { StartCheck } from '@espalier/client';
import { mostBulkRetries, mostRetriesSideBySide, type RetryOutcome, retryOutcomes } from '@espalier/domain';
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import { requireTeamOfStart } from '../access/team.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { nextCursor, pageQuery } from '../http/paging.js';
import { pipelineName } from '../pipelines/pipeline-schemas.js';
import { requireReadableSources } from '../runs/local-sources.js';
import { runTrigger } from '../runs/run-schemas.js';

const tags = ['runs'];
const mostListed = 100;

const bulkRetryId = z
  .string()
  .regex(/^retry-\d{8}-\d{6}-[0-9a-z]{4}$/)
  .describe('The operation, such as retry-20261129-063015-a1b2.');
const params = z.object({ bulkRetryId });
const problem = z.looseObject({ code: z.string(), message: z.string() });

const listingSchema = z
  .object({
    id: bulkRetryId,
    runs: z
      .array(z.string())
      .describe('IDs of the runs that failed, in the order in which they are retried.'),
    sideBySide: z.int(),
    reason: z.string(),
    by: z.string(),
    at: z.string().describe('ISO 8601.'),
  })
  .meta({ id: 'BulkRetryListing' });

const shownSchema = listingSchema
  .extend({
    progress: z.object({
      status: z.enum(['running', 'done', 'stopped']),
      total: z.int(),
      counts: z.object(
        Object.fromEntries(retryOutcomes.map((outcome) => [outcome, z.int()])) as Record<
          RetryOutcome,
          z.ZodInt
        >,
      ),
      running: z.array(z.object({ of: z.string(), runId: z.string() })),
      troubles: z
        .array(
          z.object({
            of: z.string(),
            outcome: z.enum(retryOutcomes),
            runId: z.string().nullable(),
            problem: problem.nullable(),
          }),
        )
        .describe('Of those that did not succeed the latest twenty.'),
      stopped: z.string().nullable().describe('Why nothing further is begun.'),
    }),
  })
  .meta({ id: 'BulkRetry' });

const plannedSchema = z
  .object({
    id: z.string().nullable().describe('Null where it was not started: a dry run, or nothing to retry.'),
    runs: z.array(z.string()),
    leftOut: z.int().describe('That match, and have been retried already.'),
    refused: z.array(z.object({ runId: z.string(), problem })).describe("That match, and can't be retried."),
  })
  .meta({ id: 'PlannedBulkRetry' });

const startSchema = z.strictObject({
  filter: z
    .strictObject({
      pipeline: pipelineName.optional(),
      trigger: runTrigger.optional(),
      find: z
        .string()
        .min(3)
        .max(256)
        .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
        .optional(),
      since: z.iso.datetime().optional().describe('Runs that started then or later.'),
    })
    .describe('Of runs that failed. Without a key: all.'),
  sideBySide: z.int().min(1).max(mostRetriesSideBySide).default(2).describe('Retries that go at once.'),
  reason: z.string().min(1).max(500),
  atMost: z
    .int()
    .min(0)
    .max(mostBulkRetries)
    .describe('How many are meant. Where more match nothing is retried, and the answer says how many do.'),
  dryRun: z.boolean().default(false).describe('Only tells which runs these are.'),
});

export function bulkRetryRoutes(
  app: Api,
  { client: { bulkRetries }, settings }: Services,
  audit: AuditLog,
): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-retries',
    config: { role: 'operator' },
    schema: {
      operationId: 'startBulkRetry',
      summary:
        'Retries all failed runs that match, each from where it failed, as one operation that goes on by itself.',
      description: 'Runs that have been retried are left out, so that asked again it retries nothing twice.',
      tags,
      body: startSchema,
      response: answers({ 200: plannedSchema, 201: plannedSchema }, [...withBody, 409, 422]),
    },
    handler: async (request, reply) => {
      const { filter, atMost, dryRun, sideBySide, reason } = request.body;
      const { since, ...others } = filter;
      const sinceMs = since === undefined ? undefined : Date.parse(since);
      const check: StartCheck = (loaded, basis) => {
        requireTeamOfStart(request, loaded, basis);
        requireReadableSources(loaded, settings.server.folders);
      };
      const planned = await bulkRetries.plan({ filter: { ...others, sinceMs }, atMost, check });
      if (dryRun || planned.runs.length === 0) return plain({ id: null, ...planned });
      const by = callerOfRoute(request).name;
      const start = () => bulkRetries.start(planned, { sideBySide, reason, by });
      const change = { action: 'bulk-retries.start', subject: filter.pipeline ?? 'all pipelines' };
      const { id } = await audit.change(request, change, start, (made) => ({
        detail: `${made.runs.length} runs, by ${made.id}`,
      }));
      return reply
        .code(201)
        .header('location', `/v1/bulk-retries/${id}`)
        .send(plain({ id, ...planned }));
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/bulk-retries',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listBulkRetries',
      summary: 'The latest of these operations, as they were asked for.',
      tags,
      querystring: pageQuery(mostListed),
      response: answers({ 200: z.object({ bulkRetries: z.array(listingSchema), nextCursor }) }),
    },
    handler: async ({ query }) => {
      const page = await bulkRetries.list(query);
      return { bulkRetries: plain<z.infer<typeof listingSchema>[]>(page.items), nextCursor: page.nextCursor };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/bulk-retries/:bulkRetryId',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showBulkRetry',
      summary: 'How far it is, and what did not succeed.',
      tags,
      params,
      response: answers({ 200: shownSchema }, [404]),
    },
    handler: async (request) => plain(await bulkRetries.show(request.params.bulkRetryId)),
  });
  app.route({
    method: 'POST',
    url: '/v1/bulk-retries/:bulkRetryId/stop',
    config: { role: 'operator' },
    schema: {
      operationId: 'stopBulkRetry',
      summary: 'Breaks it off: no further retry is begun, and those that go go on.',
      tags,
      params,
      body: z.strictObject({ reason: z.string().min(1).max(500) }),
      response: answers({ 200: z.object({ id: z.string(), stopped: z.boolean() }) }, [...withBody, 404]),
    },
    handler: async (request) => {
      const { bulkRetryId: id } = request.params;
      const stop = () => bulkRetries.stop(id, request.body.reason);
      const stopped = await audit.change(request, { action: 'bulk-retries.stop', subject: id }, stop);
      return { id, stopped };
    },
  });
}
