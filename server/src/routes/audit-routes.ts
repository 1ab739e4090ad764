/** Responsible for reading the audit log. */
import { z } from 'zod';
import { type AuditLog, auditEntrySchema, auditIdPattern } from '../audit/audit-log.js';
import { answers } from '../http/answers.js';
import type { Api } from '../http/api.js';

export function auditRoutes(app: Api, audit: AuditLog): void {
  app.route({
    method: 'GET',
    url: '/v1/audit',
    config: { role: 'admin' },
    schema: {
      operationId: 'readAudit',
      summary: 'Every change that was asked for, newest first.',
      tags: ['audit'],
      querystring: z.strictObject({
        limit: z.coerce.number().int().min(1).max(200).default(50),
        cursor: z.string().regex(auditIdPattern).optional().describe('`nextCursor` of the page before.'),
      }),
      response: answers({
        200: z.object({
          entries: z.array(auditEntrySchema.meta({ id: 'AuditEntry' })),
          nextCursor: z.string().nullable(),
        }),
      }),
    },
    handler: ({ query: { limit, cursor } }) => audit.page(limit, cursor),
  });
}
