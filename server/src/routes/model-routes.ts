/** Responsible for registered models: which there are, what a version was made of, history, and changes. */
import { ModelReader } from '@espalier/client';
import {
  type ModelAnswer,
  type ModelChange,
  type ModelReference,
  parseModelReference,
} from '@espalier/domain';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { nextCursor, pageQuery } from '../http/paging.js';
import {
  answerSchema,
  askedSchema,
  modelChangeSchema,
  modelName,
  modelSchema,
  modelVersionSchema,
  promotionSchema,
  rollbackSchema,
  watchCursor,
  watchPointSchema,
  whichVersion,
} from '../models/model-schemas.js';

const tags = ['models'];
const params = z.object({ name: modelName });
const mostListed = 200;
const mostChanges = 200;
/** In memory, of all models together: the page asks for the latest again and again. */
const keptChanges = 1_000;
const mostPartitions = 100;

export function modelRoutes(app: Api, { models, store }: Services, audit: AuditLog): void {
  const reader = new ModelReader(store, new LRUCache<string, ModelChange>({ max: keptChanges }));
  app.route({
    method: 'GET',
    url: '/v1/models',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listModels',
      summary: 'The registered models, by name, each as it stands.',
      tags,
      querystring: pageQuery(mostListed),
      response: answers({ 200: z.object({ models: z.array(modelSchema), nextCursor }) }),
    },
    handler: async ({ query }) => {
      const page = await reader.list(query);
      return { models: plain<z.infer<typeof modelSchema>[]>(page.items), nextCursor: page.nextCursor };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/models/:name',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showModel',
      summary: 'A model as it stands.',
      tags,
      params,
      response: answers({ 200: modelSchema }, [404]),
    },
    handler: async ({ params: { name } }) => plain<z.infer<typeof modelSchema>>(await reader.state(name)),
  });
  app.route({
    method: 'GET',
    url: '/v1/models/:name/versions/:which',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showModelVersion',
      summary: 'A version: what it was made of, what its gates said, what is said of it.',
      tags,
      params: params.extend({ which: whichVersion }),
      response: answers({ 200: modelVersionSchema }, [404]),
    },
    handler: async ({ params: { name, which } }) => {
      const { version, standing, record, stale } = await reader.shown(
        parseModelReference(`${name}@${which}`),
      );
      return plain<z.infer<typeof modelVersionSchema>>({ ...version, standing, made: record, stale });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/models/:name/history',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showModelHistory',
      summary: 'Changes of a model by the page, the last one first: who, what, when and why.',
      tags,
      params,
      querystring: pageQuery(mostChanges),
      response: answers({ 200: z.object({ changes: z.array(modelChangeSchema), nextCursor }) }, [404]),
    },
    handler: async ({ params: { name }, query }) => {
      const { items, nextCursor: next } = await reader.historyPage(name, query);
      return plain<{ changes: z.infer<typeof modelChangeSchema>[]; nextCursor: string | null }>({
        changes: items,
        nextCursor: next,
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/models/:name/watch',
    config: { role: 'viewer' },
    schema: {
      operationId: 'watchModel',
      summary: "How the model's champions did on each partition as it arrived, the newest first.",
      tags,
      params,
      querystring: z.strictObject({
        limit: z.coerce
          .number()
          .pipe(z.int().min(1).max(mostPartitions))
          .default(20)
          .describe('Partitions; one that was written anew has a point for each content.'),
        cursor: watchCursor.optional().describe('`nextCursor` of the page before.'),
      }),
      response: answers(
        { 200: z.object({ points: z.array(watchPointSchema), nextCursor: z.string().nullable() }) },
        [404],
      ),
    },
    handler: async ({ params: { name }, query: { limit, cursor = null } }) => {
      const { points, next } = await reader.watched(name, { limit, after: cursor });
      return plain<{ points: z.infer<typeof watchPointSchema>[]; nextCursor: string | null }>({
        points,
        nextCursor: next,
      });
    },
  });

  const referenceOf = (name: string, version: number | undefined): ModelReference => ({
    name,
    which: version ?? null,
  });
  const change = <Body extends z.ZodType<{ readonly reason: string }>>(
    action: 'promote' | 'approve' | 'reject' | 'rollback',
    summary: string,
    body: Body,
    make: (name: string, body: z.infer<Body>, by: string) => Promise<ModelAnswer>,
  ) =>
    app.route({
      method: 'POST',
      url: `/v1/models/:name/${action}`,
      config: { role: 'operator' },
      schema: {
        operationId: `${action}Model`,
        summary,
        tags,
        params,
        body,
        response: answers({ 200: answerSchema }, [...withBody, 404, 409]),
      },
      handler: async (request) => {
        const { name } = request.params as z.infer<typeof params>;
        const by = callerOfRoute(request).name;
        const { version, despiteReplay } = request.body as { version?: number; despiteReplay?: unknown };
        const detail = [
          ...(version === undefined ? [] : [`version ${version}`]),
          ...(despiteReplay === undefined || despiteReplay === false ? [] : ['whatever its golden rows say']),
        ].join(', ');
        const asked = { action: `models.${action}`, subject: name, ...(detail === '' ? {} : { detail }) };
        const made = await audit.change(request, asked, () => make(name, request.body as z.infer<Body>, by));
        return plain<z.infer<typeof answerSchema>>(made);
      },
    });
  change(
    'promote',
    'Makes a version the champion.',
    promotionSchema,
    (name, { version, reason, seenChampion, despiteReplay = false }, by) => {
      const reference = referenceOf(name, version);
      const asked = { by, reason, despiteReplay };
      return seenChampion === undefined
        ? models.promote(reference, asked)
        : models.promoteSeen(reference, seenChampion, asked);
    },
  );
  change(
    'approve',
    'Vouches for a version, whatever gates or earlier rejections say; one that waits for approval becomes the champion.',
    askedSchema,
    (name, { version, reason }, by) => models.approve(referenceOf(name, version), { by, reason }),
  );
  change('reject', 'Keeps a version from being promoted.', askedSchema, (name, { version, reason }, by) =>
    models.reject(referenceOf(name, version), { by, reason }),
  );
  change(
    'rollback',
    'Makes the champion before this one the champion again.',
    rollbackSchema,
    (name, { reason, despiteReplay = false }, by) => models.rollback(name, { by, reason, despiteReplay }),
  );
}
