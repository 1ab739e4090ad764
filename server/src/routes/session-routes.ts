/**
 * Responsible for signing in and out: a code of a sign-in link, or a token, becomes a session in a cookie.
 * Leaves to others: that a cookie is good for every other route (credentials.ts), links (the command line).
 */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Credential, Credentials } from '../access/credentials.js';
import { credentialOfRoute } from '../access/guard.js';
import { roles } from '../access/roles.js';
import type { Session, SessionBook } from '../access/session-book.js';
import { forgetCookie, sentCookie, setCookie } from '../access/session-cookie.js';
import type { SessionRecord } from '../access/session-record.js';
import { refusedCode, type SignInCodes } from '../access/sign-in-codes.js';
import type { TokenRecord } from '../access/token-record.js';
import type { AuditLog } from '../audit/audit-log.js';
import { answers, withBody } from '../http/answers.js';
import type { Api } from '../http/api.js';

const tags = ['session'];
const noContent = 204;
const longestSecret = 200;

const sessionSchema = z
  .object({
    name: z.string().describe('Of the token that it stands for.'),
    role: z.enum(roles),
    team: z.string().nullable(),
    expiresAtMs: z
      .number()
      .nullable()
      .describe('When it ends if nothing is asked by it; null for a request with a token of its own.'),
  })
  .meta({ id: 'Session' });

export interface SignIn {
  readonly credentials: Credentials;
  readonly sessions: SessionBook;
  readonly codes: SignInCodes;
}

export function sessionRoutes(app: Api, signIn: SignIn, audit: AuditLog): void {
  app.route({
    method: 'POST',
    url: '/v1/session',
    config: { role: 'anyone' },
    schema: {
      operationId: 'signIn',
      summary: 'Begins a session, by the code of a sign-in link or by a token, and sets its cookie.',
      tags,
      security: [],
      body: z.union([
        z.strictObject({ code: z.string().min(1).max(longestSecret) }),
        z.strictObject({ token: z.string().min(1).max(longestSecret) }),
      ]),
      response: answers({ 200: sessionSchema }, withBody),
    },
    handler: async (request, reply) => {
      const { body } = request;
      const entry =
        'code' in body
          ? await entryByCode(signIn, request, body.code)
          : await entryByToken(signIn, request, body.token);
      const former = await formerSession(signIn, request);
      const secret = await begin(signIn, request, entry, audit);
      // The new one has begun, whatever becomes of that.
      if (former !== null) await signIn.sessions.close(former).catch(() => undefined);
      setCookie(request, reply, secret);
      return told(credentialOfRoute(request));
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/session',
    config: { role: 'viewer' },
    schema: {
      operationId: 'session',
      summary: 'Who asks, and what they may.',
      tags,
      response: answers({ 200: sessionSchema }),
    },
    handler: async (request) => told(credentialOfRoute(request)),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/session',
    config: { role: 'viewer' },
    schema: {
      operationId: 'signOut',
      summary: 'Ends the session: here at once, at other servers within seconds.',
      tags,
      response: answers({ [noContent]: z.undefined().describe('There is no session any more.') }),
    },
    handler: async (request, reply) => {
      const { session } = credentialOfRoute(request);
      if (session !== null) {
        await audit.change(request, { action: 'session.close' }, () => signIn.sessions.close(session));
      }
      forgetCookie(request, reply);
      return reply.code(noContent).send();
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/sign-in-codes',
    config: { role: 'admin' },
    schema: {
      operationId: 'createSignInCode',
      summary: 'Makes the code of a sign-in link, `/sign-in#CODE`: good once, for ten minutes.',
      description: 'The session stands for the token by which the code was made, and ends with it.',
      tags,
      body: z.strictObject({
        role: z.enum(roles).default('admin').describe('The most that the session may do.'),
      }),
      response: answers({ 201: z.object({ code: z.string(), expiresAtMs: z.number() }) }, withBody),
    },
    handler: async (request, reply) => {
      const { role } = request.body;
      const { tokenDigest } = credentialOfRoute(request);
      const change = { action: 'sign-in-codes.create', detail: `of role ${role}` };
      const made = await audit.change(request, change, () => signIn.codes.make({ tokenDigest, role }));
      return reply.code(201).send(made);
    },
  });
}

/** Whose session it is to be, and what is to be done before it begins. */
interface Entry extends Pick<SessionRecord, 'tokenDigest' | 'role'> {
  readonly caller: TokenRecord;
  readonly detail: string;
  use(): Promise<void>;
}

async function entryByCode({ credentials, codes }: SignIn, request: FastifyRequest, code: string) {
  const found = await codes.find(code);
  const caller = found === null ? null : await credentials.standingFor(found);
  if (found === null || caller === null) throw credentials.refused(request, refusedCode());
  return { ...found, caller, detail: 'by a link' };
}

async function entryByToken({ credentials }: SignIn, request: FastifyRequest, token: string) {
  const { caller, tokenDigest } = await credentials.ofToken(request, token);
  return { caller, tokenDigest, role: caller.role, detail: 'by a token', use: async () => undefined };
}

/** That of the browser until now: once its cookie is written over nobody could end it any more. */
async function formerSession({ sessions }: SignIn, request: FastifyRequest): Promise<Session | null> {
  const cookie = sentCookie(request);
  return cookie === undefined ? null : sessions.find(cookie).catch(() => null);
}

/** @returns the session's secret */
async function begin(
  { sessions }: SignIn,
  request: FastifyRequest,
  { caller, tokenDigest, role, detail, use }: Entry,
  audit: AuditLog,
): Promise<string> {
  request.credential = { caller, tokenDigest, session: null };
  const change = { action: 'session.open', detail: `${detail}, of role ${caller.role}` };
  const { secret, session } = await audit.change(request, change, async () => {
    await use();
    return sessions.open({ tokenDigest, role });
  });
  request.credential = { caller, tokenDigest, session };
  return secret;
}

function told({ caller: { name, role, team }, session }: Credential): z.infer<typeof sessionSchema> {
  return { name, role, team, expiresAtMs: session?.expiresAtMs ?? null };
}
