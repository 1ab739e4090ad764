/** Responsible for the cookie that carries a session: its name, and where a browser sends it. Leaves to others: the session itself. */
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { longestMs } from './session-record.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A browser takes such a cookie over TLS alone, and from this very host: no page of a neighbouring name has put it there. */
const ownHostPrefix = '__Host-';

/** By port: a browser sends the cookies of a host to all of its ports, and stacks on one machine would sign each other out. */
function cookieName({ host }: Headers): string {
  const [, port] = /:(\d{1,5})$/.exec(typeof host === 'string' ? host : '') ?? [];
  return port === undefined ? 'espalier_session' : `espalier_session_${port}`;
}

function optionsOf(secure: boolean): CookieSerializeOptions {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure };
}

/** The session's secret that the browser has; undefined where it has none. */
export function sentCookie({ cookies, headers }: FastifyRequest): string | undefined {
  const name = cookieName(headers);
  return cookies[ownHostPrefix + name] ?? cookies[name];
}

/** A browser tells the origin of the page that signs in; over TLS the cookie never goes another way. */
export function setCookie({ headers }: FastifyRequest, reply: FastifyReply, secret: string): void {
  const secure = headers.origin?.startsWith('https://') === true;
  const name = cookieName(headers);
  reply.setCookie(secure ? ownHostPrefix + name : name, secret, {
    ...optionsOf(secure),
    maxAge: longestMs / 1000,
  });
}

/** Tells the browser to send it no more, in whichever way it came. */
export function forgetCookie({ cookies, headers }: FastifyRequest, reply: FastifyReply): void {
  const name = cookieName(headers);
  const ownHost = ownHostPrefix + name;
  if (cookies[ownHost] !== undefined) reply.clearCookie(ownHost, optionsOf(true));
  if (cookies[ownHost] === undefined || cookies[name] !== undefined) {
    reply.clearCookie(name, optionsOf(false));
  }
}
