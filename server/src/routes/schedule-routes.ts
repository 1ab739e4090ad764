/** Responsible for schedules: making, listing, showing, pausing, resuming, running at once and deleting them. */
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { nextCursor, pageQuery } from '../http/paging.js';
import { requireReadableSources } from '../runs/local-sources.js';
import {
  createScheduleSchema,
  scheduleChangeSchema,
  scheduleName,
  scheduleSummarySchema,
  shownScheduleSchema,
} from '../schedules/schedule-schemas.js';

const tags = ['schedules'];
const mostListed = 200;
const params = z.object({ name: scheduleName });
const defaultRuns = 10;
type ScheduleAnswer = z.infer<typeof scheduleSummarySchema>;

export function scheduleRoutes(app: Api, { client, settings }: Services, audit: AuditLog): void {
  const { schedules } = client;
  app.route({
    method: 'GET',
    url: '/v1/schedules',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listSchedules',
      summary: "The schedules, in Temporal's order, each with its next times.",
      tags,
      querystring: pageQuery(mostListed),
      response: answers({ 200: z.object({ schedules: z.array(scheduleSummarySchema), nextCursor }) }),
    },
    handler: async ({ query }) => {
      const page = await schedules.list(query);
      return { schedules: plain<ScheduleAnswer[]>(page.items), nextCursor: page.nextCursor };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/schedules/:name',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showSchedule',
      summary: 'A schedule with its counts and its last runs.',
      tags,
      params,
      querystring: z.strictObject({ runs: z.coerce.number().int().min(0).max(100).default(defaultRuns) }),
      response: answers({ 200: shownScheduleSchema }, [404]),
    },
    handler: async (request) => plain(await schedules.show(request.params.name, request.query.runs)),
  });
  app.route({
    method: 'PUT',
    url: '/v1/schedules/:name',
    config: { role: 'operator' },
    schema: {
      operationId: 'createSchedule',
      summary: 'Makes a schedule of a registered pipeline; one that there is already stays as it is.',
      tags,
      params,
      body: createScheduleSchema,
      response: answers({ 201: shownScheduleSchema }, [...withBody, 409, 422]),
    },
    handler: async (request, reply) => {
      const { name } = request.params;
      const { pipeline, version = null, paused, note, ...ask } = request.body;
      const asked = { by: callerOfRoute(request).name, reason: note };
      const create = () =>
        schedules.create(
          { ...ask, name, pipeline: { name: pipeline, version }, isPaused: paused },
          asked,
          (loaded) => requireReadableSources(loaded, settings.server.folders),
        );
      const made = await audit.change(request, { action: 'schedules.create', subject: name }, create);
      return reply.code(201).send(plain(made));
    },
  });
  for (const action of ['pause', 'resume'] as const) {
    app.route({
      method: 'POST',
      url: `/v1/schedules/:name/${action}`,
      config: { role: 'operator' },
      schema: {
        operationId: `${action}Schedule`,
        summary:
          action === 'pause'
            ? 'Starts nothing until it is resumed.'
            : 'Goes on with the next time; those that passed meanwhile are left out.',
        tags,
        params,
        body: scheduleChangeSchema,
        response: answers({ 200: shownScheduleSchema }, [...withBody, 404]),
      },
      handler: async (request) => {
        const { name } = request.params;
        const asked = { by: callerOfRoute(request).name, reason: request.body.note };
        const change = { action: `schedules.${action}`, subject: name };
        await audit.change(request, change, () => schedules[action](name, asked));
        return plain(await schedules.show(name, 0));
      },
    });
  }
  app.route({
    method: 'POST',
    url: '/v1/schedules/:name/run',
    config: { role: 'operator' },
    schema: {
      operationId: 'runSchedule',
      summary: 'Starts a run as if this moment were one of its times.',
      tags,
      params,
      response: answers({ 202: z.object({ schedule: z.string() }) }, [404]),
    },
    handler: async (request, reply) => {
      const { name } = request.params;
      await audit.change(request, { action: 'schedules.run', subject: name }, () => schedules.runNow(name));
      return reply.code(202).send({ schedule: name });
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/schedules/:name',
    config: { role: 'operator' },
    schema: {
      operationId: 'deleteSchedule',
      summary: 'Takes a schedule away; runs that it has started go on.',
      tags,
      params,
      response: answers({ 200: z.object({ schedule: z.string() }) }, [404]),
    },
    handler: async (request) => {
      const { name } = request.params;
      await audit.change(request, { action: 'schedules.delete', subject: name }, () =>
        schedules.delete(name),
      );
      return { schedule: name };
    },
  });
}
