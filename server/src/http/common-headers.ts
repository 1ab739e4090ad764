/** Responsible for the headers that every answer has, also to what is no request. Leaves to others: what the page says of itself (page-routes.ts). */
import type { FastifyReply } from 'fastify';

export const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

/** Leaves those alone that the route has said for itself. */
export function addCommonHeaders(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(commonHeaders)) {
    if (!reply.hasHeader(name) && !reply.raw.hasHeader(name)) void reply.header(name, value);
  }
}
