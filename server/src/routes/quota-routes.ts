/** Responsible for quotas of teams: showing them with what the teams hold, setting and removing them. */
import { QuotaBook } from '@espalier/client';
import { mostQuotaSlots, teamPattern } from '@espalier/domain';
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, plain, withBody } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';

const tags = ['quotas'];
const params = z.object({ name: z.string().regex(teamPattern).describe('The team.') });
const most = z.int().min(0).max(mostQuotaSlots).optional().describe('Without it there is no limit.');
const slotsSchema = z
  .strictObject({ encoder: most, trainer: most })
  .describe('Most slots that its runs hold at once, by role.');

const quotaSchema = z
  .object({
    team: z.string(),
    slots: slotsSchema,
    by: z.string().describe('Who set it.'),
    at: z.string().describe('ISO 8601.'),
  })
  .meta({ id: 'Quota' });

const teamQuotaSchema = z
  .object({
    team: z.string(),
    quota: quotaSchema.nullable(),
    held: z
      .object({ encoder: z.int(), trainer: z.int() })
      .describe('Slots that its runs hold now, those of ranks that are ending too.'),
  })
  .meta({ id: 'TeamQuota' });

export function quotaRoutes(app: Api, { store, queues }: Services, audit: AuditLog): void {
  const book = new QuotaBook(store);
  app.route({
    method: 'GET',
    url: '/v1/quotas',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listQuotas',
      summary: 'Teams that have a quota or hold slots, by name.',
      tags,
      response: answers({ 200: z.object({ quotas: z.array(teamQuotaSchema) }) }),
    },
    handler: async () => ({
      quotas: plain<z.infer<typeof teamQuotaSchema>[]>(await book.list(await queues.slots())),
    }),
  });
  app.route({
    method: 'PUT',
    url: '/v1/quotas/:name',
    config: { role: 'admin' },
    schema: {
      operationId: 'setQuota',
      summary: 'Sets how many slots the runs of a team hold at once; those that have theirs keep them.',
      tags,
      params,
      body: z.strictObject({ slots: slotsSchema }),
      response: answers({ 200: quotaSchema }, withBody),
    },
    handler: async (request) => {
      const { name } = request.params;
      const set = () => book.set(name, request.body.slots, callerOfRoute(request).name);
      const told = Object.entries(request.body.slots).map(([kind, slots]) => `${kind} ${slots}`);
      const change = { action: 'quotas.set', subject: name, detail: told.join(', ') };
      return await audit.change(request, change, set);
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/quotas/:name',
    config: { role: 'admin' },
    schema: {
      operationId: 'removeQuota',
      summary: 'Takes the quota of a team away: it has no limit any more.',
      tags,
      params,
      response: answers({ 200: z.object({ team: z.string() }) }, [404]),
    },
    handler: async (request) => {
      const { name } = request.params;
      await audit.change(request, { action: 'quotas.remove', subject: name }, () => book.remove(name));
      return { team: name };
    },
  });
}
