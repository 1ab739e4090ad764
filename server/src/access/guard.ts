/**
 * Responsible for who gets in: every route says which role it asks for, and nothing of a request is read before its token is known.
 * Leaves to others: whose request it is (credentials.ts), what the routes do.
 */
import { EspalierError } from '@espalier/domain';
import type { FastifyRequest } from 'fastify';
import type { Api } from '../http/api.js';
import type { Credential, Credentials } from './credentials.js';
import { type OwnAddress, requireOwnAddress } from './own-address.js';
import { mayAct, type RouteRole } from './roles.js';
import type { TokenRecord } from './token-record.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Required of every route. */
    role?: RouteRole;
    /** It holds tokens of teams to their teams (team.ts); others than for reading are closed to them. */
    isHeldToTeam?: true;
    /** Links of other pages may lead to it. */
    isPage?: true;
  }
  interface FastifySchema {
    /** The route's role, for whoever reads the OpenAPI document. */
    'x-role'?: RouteRole;
  }
  interface FastifyRequest {
    /** Whose it is; null where the route asks for none. */
    credential: Credential | null;
  }
}

export function guard(app: Api, credentials: Credentials, own: OwnAddress): void {
  app.decorateRequest('credential', null);
  app.addHook('onRoute', (route) => {
    const role = route.config?.role;
    if (role === undefined) throw new Error(`The route ${route.method} ${route.url} declares no role.`);
    route.schema = { ...route.schema, 'x-role': role };
  });
  app.addHook('onRequest', async (request) => {
    // What is at no route has no role.
    const { role: needed = 'anyone', isHeldToTeam, isPage = false } = request.routeOptions.config;
    requireOwnAddress(request.headers, own, isPage);
    if (needed === 'anyone') return;
    request.credential = await credentials.of(request);
    const { caller } = request.credential;
    if (!mayAct(caller.role, needed)) {
      throw new EspalierError('access.role', `This needs the role ${needed}; the token has ${caller.role}.`);
    }
    if (caller.team === null || needed === 'viewer' || isHeldToTeam) return;
    const message = `The token is of team ${caller.team}: it starts and changes runs of that team, and reads.`;
    throw new EspalierError('access.team', message);
  });
}

/** The token of a request whose route asks for one. */
export function callerOfRoute(request: FastifyRequest): TokenRecord {
  return credentialOfRoute(request).caller;
}

export function credentialOfRoute({ credential }: FastifyRequest): Credential {
  if (credential === null) throw new Error('The route asks for no token.');
  return credential;
}
