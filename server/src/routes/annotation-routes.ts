/** Responsible for what people say of runs: tags and notes. Leaves to others: what may be said (client). */
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import { requireTeamOfRun } from '../access/team.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { annotationsSchema, newNoteSchema, runId, tagChangeSchema, tagsSchema } from '../runs/run-schemas.js';

const tags = ['runs'];
const params = z.object({ runId });

export function annotationRoutes(app: Api, { client, store }: Services, audit: AuditLog): void {
  app.route({
    method: 'PATCH',
    url: '/v1/runs/:runId/tags',
    config: { role: 'operator', isHeldToTeam: true },
    schema: {
      operationId: 'changeTags',
      summary: 'Sets and removes tags of a run, be it that it goes on or ended long ago.',
      description: 'No secret belongs in a tag: whoever may read runs reads it.',
      tags,
      params,
      body: tagChangeSchema,
      response: answers({ 200: z.object({ runId: z.string(), tags: tagsSchema }) }, [...withBody, 404]),
    },
    handler: async (request) => {
      const { runId: id } = request.params;
      const change = { action: 'runs.tag', subject: id, detail: changedTags(request.body) };
      const tag = async () => {
        await requireTeamOfRun(request, store, id);
        return client.annotations.tag(id, request.body);
      };
      return { runId: id, tags: await audit.change(request, change, tag) };
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/runs/:runId/notes',
    config: { role: 'operator', isHeldToTeam: true },
    schema: {
      operationId: 'addNote',
      summary: 'Adds a note to a run; it stays as it is.',
      tags,
      params,
      body: newNoteSchema,
      response: answers({ 201: annotationsSchema }, [...withBody, 404]),
    },
    handler: async (request, reply) => {
      const { runId: id } = request.params;
      const { name: by } = callerOfRoute(request);
      const add = async () => {
        await requireTeamOfRun(request, store, id);
        return client.annotations.note(id, { ...request.body, by });
      };
      const annotations = await audit.change(request, { action: 'runs.note', subject: id }, add);
      return reply.code(201).send(plain<z.infer<typeof annotationsSchema>>(annotations));
    },
  });
}

/** By name: values may be what nobody else is to read. */
function changedTags({ set, remove }: z.infer<typeof tagChangeSchema>): string {
  const told = (verb: string, keys: readonly string[]) =>
    keys.length === 0 ? [] : [`${verb} ${keys.join(', ')}`];
  return [...told('set', Object.keys(set ?? {})), ...told('removed', remove ?? [])].join('; ');
}
