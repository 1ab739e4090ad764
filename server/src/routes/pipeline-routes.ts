/** Responsible for registered pipelines: listing, showing, registering, deleting and running them. */
import { PipelineBook, type StartCheck } from '@espalier/client';
import { EspalierError } from '@espalier/domain';
import { loadSpecText } from '@espalier/spec';
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import { requireTeamOfStart, requireTeamUnchanged } from '../access/team.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { nextCursor, pageQuery } from '../http/paging.js';
import {
  activitySchema,
  applySchema,
  pipelineName,
  pipelineSchema,
  reasonSchema,
  triggerSchema,
  versionNumber,
  versionSchema,
} from '../pipelines/pipeline-schemas.js';
import { requireReadableSources } from '../runs/local-sources.js';
import { plannedRunSchema, type RunPlans } from '../runs/run-plans.js';
import { idempotencyHeaders, startedSchema } from '../runs/run-start-schemas.js';

const tags = ['pipelines'];
const mostListed = 200;
const params = z.object({ name: pipelineName });

export function pipelineRoutes(
  app: Api,
  { client, settings, store }: Services,
  audit: AuditLog,
  plans: RunPlans,
): void {
  const book = new PipelineBook(store);
  const { folders } = settings.server;
  app.route({
    method: 'GET',
    url: '/v1/pipelines',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listPipelines',
      summary: 'The registered pipelines, by name, each with the version that counts.',
      description: 'A page may hold fewer than were asked for, where pipelines were deleted.',
      tags,
      querystring: pageQuery(mostListed),
      response: answers({ 200: z.object({ pipelines: z.array(versionSchema), nextCursor }) }),
    },
    handler: async ({ query }) => {
      const page = await book.list(query);
      return {
        pipelines: page.items.map(({ source: _, ...version }) => version),
        nextCursor: page.nextCursor,
      };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/pipelines/:name',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showPipeline',
      summary: 'A version of a pipeline, with its text.',
      tags,
      params,
      querystring: z.strictObject({
        version: z.coerce.number().pipe(versionNumber).optional().describe('The one that counts by default.'),
      }),
      response: answers({ 200: pipelineSchema }, [404]),
    },
    handler: async ({ params: { name }, query: { version = null } }) => {
      const { request: _, ...pipeline } = await book.find({ name, version });
      return pipeline;
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/pipelines/:name/activity',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showPipelineActivity',
      summary: 'Which runs of a pipeline go and wait, and what it knows of partitions that arrive.',
      tags,
      params,
      response: answers({ 200: activitySchema }, [404]),
    },
    handler: async ({ params: { name } }) => {
      await book.find({ name, version: null });
      return plain<z.infer<typeof activitySchema>>(await client.pipelineActivity(name));
    },
  });
  app.route({
    method: 'PUT',
    url: '/v1/pipelines/:name',
    config: { role: 'operator' },
    schema: {
      operationId: 'applyPipeline',
      summary: 'Registers a pipeline under its name, as its next version.',
      description:
        'What is registered so already stays as it is. Sources lie in S3, or in folders that ESPALIER_SERVER_FOLDERS of the server names.',
      tags,
      params,
      body: applySchema,
      response: answers({ 200: versionSchema.extend({ isNew: z.boolean() }) }, [...withBody, 409, 422]),
    },
    handler: async (request) => {
      const { name } = request.params;
      const { spec, reason } = request.body;
      const apply = async () => {
        const loaded = loadSpecText(spec, { name: 'the pipeline', baseDir: '/' }, { anyPartition: true });
        if (loaded.spec.name !== name) {
          const message = `The pipeline calls itself ${JSON.stringify(loaded.spec.name)}: register it at /v1/pipelines/${loaded.spec.name}.`;
          throw new EspalierError('request.invalid', message);
        }
        requireReadableSources(loaded, folders);
        const applied = await book.apply(loaded, { by: callerOfRoute(request).name, reason });
        if (loaded.spec.runs?.onArrival !== undefined) await client.watchArrivals(name);
        return applied;
      };
      const { pipeline, isNew } = await audit.change(
        request,
        { action: 'pipelines.apply', subject: name },
        apply,
        (made) => ({ detail: `version ${made.pipeline.version}` }),
      );
      const { source: _, request: __, ...version } = pipeline;
      return { ...version, isNew };
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/pipelines/:name',
    config: { role: 'operator' },
    schema: {
      operationId: 'deletePipeline',
      summary: 'Takes a pipeline out of the list; its versions and runs stay.',
      tags,
      params,
      querystring: z.strictObject({ reason: reasonSchema }),
      response: answers({ 200: versionSchema }, [404]),
    },
    handler: async (request) => {
      const { name } = request.params;
      const asked = { by: callerOfRoute(request).name, reason: request.query.reason };
      const change = { action: 'pipelines.delete', subject: name };
      const {
        source: _,
        request: __,
        ...version
      } = await audit.change(request, change, () => book.remove(name, asked));
      return version;
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/pipelines/:name/runs',
    config: { role: 'operator', isHeldToTeam: true },
    schema: {
      operationId: 'triggerPipeline',
      summary: 'Starts a run of a registered pipeline.',
      description:
        'The same idempotency key again finds the run, whatever was registered meanwhile, and whether it has failed.',
      tags,
      params,
      headers: idempotencyHeaders,
      body: triggerSchema,
      response: answers({ 200: plannedRunSchema, 201: startedSchema.extend({ version: z.int() }) }, [
        ...withBody,
        404,
        409,
        422,
      ]),
    },
    handler: async (request, reply) => {
      const { name } = request.params;
      const { version = null, dryRun, ...options } = request.body;
      const check: StartCheck = (loaded, basis) => {
        requireTeamOfStart(request, loaded, basis);
        requireReadableSources(loaded, folders);
      };
      if (dryRun) {
        requireTeamUnchanged(request, options.sets);
        return plans.make(reply, (signal) =>
          client.planRegistered({ name, version }, { ...options, check, signal }),
        );
      }
      const start = async () => {
        requireTeamUnchanged(request, options.sets);
        const idempotencyKey = request.headers['idempotency-key'];
        return client.trigger({ name, version }, { ...options, idempotencyKey, check, trigger: 'api' });
      };
      const change = { action: 'pipelines.run', detail: `of ${name}` };
      const started = await audit.change(request, change, start, (made) => ({ subject: made.runId }));
      const { runId, isNew, warnings, notes, version: ran } = started;
      return reply
        .code(201)
        .header('location', `/v1/runs/${runId}`)
        .send({ runId, isNew, version: ran, warnings: [...warnings], notes: [...notes] });
    },
  });
}
