/** Responsible for backfills: telling what one costs, starting, listing, showing, cancelling and resuming them. */
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import type { AuditLog } from '../audit/audit-log.js';
import {
  backfillId,
  backfillListingSchema,
  backfillReason,
  createBackfillSchema,
  plannedBackfillSchema,
  shownBackfillSchema,
} from '../backfills/backfill-schemas.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { nextCursor, pageQuery } from '../http/paging.js';
import { pipelineName } from '../pipelines/pipeline-schemas.js';
import { requireReadableSources } from '../runs/local-sources.js';
import { idempotencyHeaders } from '../runs/run-start-schemas.js';

const tags = ['backfills'];
const mostListed = 100;
const params = z.object({ backfillId });
type Listing = z.infer<typeof backfillListingSchema>;

export function backfillRoutes(app: Api, { client, settings }: Services, audit: AuditLog): void {
  const { backfills } = client;
  app.route({
    method: 'GET',
    url: '/v1/backfills',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listBackfills',
      summary: 'The latest backfills, the last one first.',
      tags,
      querystring: pageQuery(mostListed),
      response: answers({ 200: z.object({ backfills: z.array(backfillListingSchema), nextCursor }) }),
    },
    handler: async ({ query }) => {
      const page = await backfills.list(query);
      return { backfills: plain<Listing[]>(page.items), nextCursor: page.nextCursor };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/backfills/:backfillId',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showBackfill',
      summary: 'A backfill: what it has come to, what runs, and what did not succeed.',
      tags,
      params,
      response: answers({ 200: shownBackfillSchema }, [404]),
    },
    handler: async (request) => plain(await backfills.show(request.params.backfillId)),
  });
  app.route({
    method: 'POST',
    url: '/v1/pipelines/:name/backfills',
    config: { role: 'operator' },
    schema: {
      operationId: 'createBackfill',
      summary: 'Tells what a backfill of a registered pipeline costs, and starts it.',
      description:
        'Partitions that are done are left out, so that asked again it runs nothing twice. Under one idempotency key there is one backfill of the pipeline, whatever it reprocesses.',
      tags,
      params: z.object({ name: pipelineName }),
      headers: idempotencyHeaders,
      body: createBackfillSchema,
      response: answers({ 200: plannedBackfillSchema, 201: plannedBackfillSchema }, [
        ...withBody,
        ...([404, 409, 422] as const),
      ]),
    },
    handler: async (request, reply) => {
      const { name } = request.params;
      const { version = null, reprocess, reason, dryRun, ...ask } = request.body;
      const asked = { ...ask, pipeline: { name, version }, reprocess: reprocess ?? ('undone' as const) };
      const { 'idempotency-key': text } = request.headers;
      const key = text === undefined || dryRun ? undefined : { key: text, asked };
      const begun = key === undefined ? null : await backfills.begun(key);
      if (begun !== null) {
        const { record, labels } = begun;
        return reply.code(201).send(plain({ ...record, labels, notes: [], isNew: false }));
      }
      const planned = await backfills.plan(asked, (loaded) =>
        requireReadableSources(loaded, settings.server.folders),
      );
      if (dryRun || planned.labels.length === 0) return plain({ id: null, ...planned, isNew: false });
      const by = callerOfRoute(request).name;
      const change = { action: 'backfills.start', detail: `of ${name}` };
      const start = () => backfills.start(planned, { by, reason }, key);
      const { id, isNew } = await audit.change(request, change, start, (made) => ({ subject: made.id }));
      return reply
        .code(201)
        .header('location', `/v1/backfills/${id}`)
        .send(plain({ id, ...planned, isNew }));
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/backfills/:backfillId/cancel',
    config: { role: 'operator' },
    schema: {
      operationId: 'cancelBackfill',
      summary: 'Begins no further partition, and cancels the runs that it has started.',
      tags,
      params,
      body: z.strictObject({ reason: backfillReason }),
      response: answers({ 200: z.object({ isCancelling: z.boolean() }) }, [...withBody, 404]),
    },
    handler: async (request) => {
      const { backfillId: id } = request.params;
      const cancel = () => backfills.cancel(id, request.body.reason);
      const change = { action: 'backfills.cancel', subject: id };
      return { isCancelling: await audit.change(request, change, cancel) };
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/backfills/:backfillId/resume',
    config: { role: 'operator' },
    schema: {
      operationId: 'resumeBackfill',
      summary: 'Runs the partitions that did not succeed, or were not reached.',
      tags,
      params,
      response: answers({ 200: z.object({ toRun: z.int() }) }, [404, 409]),
    },
    handler: async (request) => {
      const { backfillId: id } = request.params;
      const resume = () => backfills.resume(id, callerOfRoute(request).name);
      const change = { action: 'backfills.resume', subject: id };
      return { toRun: await audit.change(request, change, resume) };
    },
  });
}
