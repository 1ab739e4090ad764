/** Responsible for runs: listing, starting, cancelling. Leaves to others: one run in detail (run-detail-routes.ts, run-event-routes.ts). */
import { parseTag, type StartCheck } from '@espalier/client';
import { loadSpecText } from '@espalier/spec';
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import {
  requirePriority,
  requirePromotedByHand,
  requireTeam,
  requireTeamOfRun,
  requireTeamOfStart,
  requireTeamUnchanged,
} from '../access/team.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { nextCursor, pageQuery } from '../http/paging.js';
import { pipelineName } from '../pipelines/pipeline-schemas.js';
import { requireReadableSources } from '../runs/local-sources.js';
import { RunGlances } from '../runs/run-glances.js';
import { plannedRunSchema, type RunPlans } from '../runs/run-plans.js';
import { listingSchema, runId, runStatus, runTrigger } from '../runs/run-schemas.js';
import {
  idempotencyHeaders,
  plannedRetrySchema,
  retrySchema,
  startedSchema,
  startSchema,
} from '../runs/run-start-schemas.js';

const tags = ['runs'];
const mostListed = 200;

export function runRoutes(
  app: Api,
  { client, settings, store }: Services,
  audit: AuditLog,
  plans: RunPlans,
): void {
  const glances = new RunGlances(client);
  app.route({
    method: 'GET',
    url: '/v1/runs',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listRuns',
      summary: 'Runs by the page: those that go on first, then those that ended last.',
      description:
        'Runs that Temporal keeps no more are not listed, except by a tag; each can still be shown by its ID. One that ends between two pages may come twice.',
      tags,
      querystring: pageQuery(mostListed).extend({
        status: runStatus.optional(),
        trigger: runTrigger.optional().describe('What asked for them.'),
        pipeline: pipelineName.optional(),
        tag: z
          .string()
          .max(200)
          .optional()
          .describe(
            '`key=value`: runs that have this tag, the latest first, also those that Temporal keeps no more.',
          ),
        find: z
          .string()
          .min(3)
          .max(256)
          .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
          .optional()
          .describe(
            'How their IDs begin, which is with the name of the pipeline, the day and the time. Words of notes, and what stands within an ID, are not looked for.',
          ),
        since: z.iso.datetime().optional().describe('Runs that started then or later.'),
        glance: z
          .enum(['true', 'false'])
          .default('false')
          .describe('With how the first two hundred that go on or have failed stand.'),
        before: z.iso.datetime().optional().describe('Runs that started before then.'),
      }),
      response: answers({ 200: z.object({ runs: z.array(listingSchema), nextCursor }) }),
    },
    handler: async ({ query: { limit, since, before, glance, tag: text, ...filters } }) => {
      const tag = text === undefined ? undefined : parseTag(text);
      const sinceMs = since === undefined ? undefined : Date.parse(since);
      const beforeMs = before === undefined ? undefined : Date.parse(before);
      const page = await client.page({ ...filters, sinceMs, beforeMs, pageSize: limit }, tag);
      const told = glance === 'true' ? await glances.of(page.runs) : null;
      const runs = page.runs.map((run) =>
        told === null ? run : { ...run, glance: told.get(run.runId) ?? null },
      );
      return plain<{ runs: z.infer<typeof listingSchema>[]; nextCursor: string | null }>({ ...page, runs });
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/runs',
    config: { role: 'operator', isHeldToTeam: true },
    schema: {
      operationId: 'startRun',
      summary: 'Checks a pipeline against its source and starts a run of it.',
      description: 'Sources lie in S3, or in folders that ESPALIER_SERVER_FOLDERS of the server names.',
      tags,
      headers: idempotencyHeaders,
      body: startSchema,
      response: answers({ 200: plannedRunSchema, 201: startedSchema }, [...withBody, 409, 422]),
    },
    handler: async (request, reply) => {
      const { spec, noCache, dryRun, ...options } = request.body;
      const asked = () => {
        const loaded = loadSpecText(spec, { name: 'the pipeline', baseDir: '/' }, options);
        requireTeam(request, loaded.spec);
        requirePriority(request, loaded.spec);
        requirePromotedByHand(request, loaded.spec);
        requireReadableSources(loaded, settings.server.folders);
        return loaded;
      };
      if (dryRun) return plans.make(reply, async (signal) => client.plan(asked(), { signal, noCache }));
      const start = async () => {
        const loaded = asked();
        const idempotencyKey = request.headers['idempotency-key'];
        return client.submit(loaded, { noCache, idempotencyKey, trigger: 'api' });
      };
      const started = await audit.change(request, { action: 'runs.start' }, start, (made) => ({
        subject: made.runId,
      }));
      const { runId: id, isNew, warnings, notes } = started;
      return reply
        .code(201)
        .header('location', `/v1/runs/${id}`)
        .send({ runId: id, isNew, warnings: [...warnings], notes: [...notes] });
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/runs/:runId/retry',
    config: { role: 'operator', isHeldToTeam: true },
    schema: {
      operationId: 'retryRun',
      summary: 'Starts a run of what another was started with and planned, made anew from a stage on.',
      description:
        'Stages before `from` are of the rows that the other run planned: from the cache, or made anew from a source that has not changed. Changes that touch one of them are refused.',
      tags,
      params: z.object({ runId }),
      headers: idempotencyHeaders,
      body: retrySchema,
      response: answers({ 200: plannedRetrySchema, 201: startedSchema }, [...withBody, 404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { runId: of } = request.params;
      const { dryRun, from, sets } = request.body;
      const check: StartCheck = (loaded, basis) => {
        requireTeamOfStart(request, loaded, basis);
        requireReadableSources(loaded, settings.server.folders);
      };
      const allow = async () => {
        await requireTeamOfRun(request, store, of);
        requireTeamUnchanged(request, sets);
      };
      if (dryRun) {
        await allow();
        const { anew, takenOver } = await client.retries.preview(of, { from, sets, check });
        return { anew: [...anew], takenOver: [...takenOver] };
      }
      const retry = async () => {
        await allow();
        const idempotencyKey = request.headers['idempotency-key'];
        return client.retries.start(of, { from, sets, trigger: 'api', idempotencyKey, check });
      };
      const change = { action: 'runs.retry', subject: of, detail: `from ${from}` };
      const {
        runId: id,
        isNew,
        warnings,
        notes,
      } = await audit.change(request, change, retry, (made) => ({
        detail: `retried from ${from} as ${made.runId}`,
      }));
      return reply
        .code(201)
        .header('location', `/v1/runs/${id}`)
        .send({ runId: id, isNew, warnings: [...warnings], notes: [...notes] });
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/runs/:runId/cancel',
    config: { role: 'operator', isHeldToTeam: true },
    schema: {
      operationId: 'cancelRun',
      summary: 'Asks a run to stop; one that has ended is left as it is.',
      tags,
      params: z.object({ runId }),
      body: z.strictObject({ reason: z.string().min(1).max(500).optional() }),
      response: answers({ 200: z.object({ runId: z.string(), cancelled: z.boolean() }) }, [...withBody, 404]),
    },
    handler: async (request) => {
      const { runId: id } = request.params;
      const { name } = callerOfRoute(request);
      const reason = request.body.reason ?? `cancelled through the server by ${name}`;
      const change = { action: 'runs.cancel', subject: id };
      const cancel = async () => {
        await requireTeamOfRun(request, store, id);
        return client.cancel(id, reason);
      };
      return { runId: id, cancelled: await audit.change(request, change, cancel) };
    },
  });
}
