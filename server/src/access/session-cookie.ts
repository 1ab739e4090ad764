/** Responsible for the cookie that carries a session: its name, and where a browser sends it. Leaves to others: the session itself. */
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { longestMs } from './session-record.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** By port: a browser sends the cookies of a host to all of its ports, and stacks on one machine would sign each other out. */
export function cookieName({ host }: Headers): string {
  const [, port] = /:(\d{1,5})$/.exec(typeof host === 'string' ? host : '') ?? [];
  return port === undefined ? 'espalier_session' : `espalier_session_${port}`;
}

/** A browser tells the origin of the page that signs in; over TLS the cookie never goes another way. */
export function cookieOptions({ origin }: Headers): CookieSerializeOptions {
  const secure = typeof origin === 'string' && origin.startsWith('https://');
  return { httpOnly: true, sameSite: 'strict', path: '/', maxAge: longestMs / 1000, secure };
}

/** Tells the browser to send it no more. */
export function forgetCookie({ headers }: FastifyRequest, reply: FastifyReply): void {
  const { maxAge: _, ...options } = cookieOptions(headers);
  reply.clearCookie(cookieName(headers), options);
}
