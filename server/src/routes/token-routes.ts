/** Responsible for handing out tokens and taking them back. */
import { EspalierError, teamPattern } from '@espalier/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import { roles } from '../access/roles.js';
import type { TokenBook } from '../access/token-book.js';
import { tokenRecordSchema } from '../access/token-record.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, withBody } from '../http/answers.js';
import type { Api } from '../http/api.js';

const tags = ['tokens'];
const tokenSchema = tokenRecordSchema.meta({ id: 'Token' });

export function tokenRoutes(app: Api, book: TokenBook, audit: AuditLog): void {
  const revokeOther = async (request: FastifyRequest, tokenId: string) => {
    if (callerOfRoute(request).id !== tokenId) return book.revoke(tokenId);
    throw new EspalierError('access.own-token', 'A token revokes others, not itself.');
  };
  app.route({
    method: 'GET',
    url: '/v1/tokens',
    config: { role: 'admin' },
    schema: {
      operationId: 'listTokens',
      summary: 'All tokens, the revoked too; never their secrets.',
      tags,
      response: answers({ 200: z.object({ tokens: z.array(tokenSchema) }) }),
    },
    handler: async () => ({ tokens: [...(await book.list())] }),
  });
  app.route({
    method: 'POST',
    url: '/v1/tokens',
    config: { role: 'admin' },
    schema: {
      operationId: 'createToken',
      summary: 'Makes a token. Its secret is told in this answer and never again.',
      tags,
      body: z.strictObject({
        name: z
          .string()
          .min(1)
          .max(100)
          .refine((name) => !/\p{Cc}/u.test(name), 'expected one line without control characters')
          .describe('Whose it is, or what for. One line: it is told with what is done by it.'),
        role: z.enum(roles),
        team: z
          .string()
          .regex(teamPattern)
          .optional()
          .describe('Of an operator: it starts and changes runs of this team alone.'),
      }),
      response: answers({ 201: z.object({ token: tokenSchema, secret: z.string() }) }, withBody),
    },
    handler: async (request, reply) => {
      const { name, role, team = null } = request.body;
      if (team !== null && role !== 'operator') {
        throw new EspalierError(
          'request.invalid',
          `A token of a team is an operator's, not of the role ${role}.`,
        );
      }
      const make = () => book.create(name, role, team, callerOfRoute(request).id);
      const made = await audit.change(request, { action: 'tokens.create' }, make, ({ record }) => ({
        subject: record.id,
        detail: team === null ? `of role ${role}` : `of role ${role}, of team ${team}`,
      }));
      return reply.code(201).send({ token: made.record, secret: made.secret });
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/tokens/:tokenId',
    config: { role: 'admin' },
    schema: {
      operationId: 'revokeToken',
      summary: 'Revokes a token: here at once, at other servers within seconds.',
      tags,
      params: z.object({ tokenId: z.string().regex(/^tok_[0-9a-f]{12}$/) }),
      response: answers({ 200: z.object({ token: tokenSchema }) }, [404, 409]),
    },
    handler: async (request) => {
      const { tokenId } = request.params;
      const change = { action: 'tokens.revoke', subject: tokenId };
      return { token: await audit.change(request, change, () => revokeOther(request, tokenId)) };
    },
  });
}
