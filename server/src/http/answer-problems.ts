/** Responsible for sending a problem document for whatever goes wrong, also where no route is. */
import type { Socket } from 'node:net';
import { EspalierError } from '@espalier/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forgetCookie } from '../access/session-cookie.js';
import type { Api } from './api.js';
import { addCommonHeaders, commonHeaders } from './common-headers.js';
import { problemOf, problemType } from './problem.js';

const oldestUnauthorized = 401;
const throttledForSeconds = '60';

export function answerProblems(app: Api): void {
  app.setErrorHandler((error, request, reply) => answerWith(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerWith(new EspalierError('server.no-route', 'There is nothing at this path.'), request, reply),
  );
}

export function answerWith(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request.id);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
  if (problem.status === oldestUnauthorized) void reply.header('www-authenticate', 'Bearer');
  if (problem.code === 'access.session-ended') forgetCookie(request, reply);
  // Of what Fastify refuses before there is a route no hook is told.
  addCommonHeaders(reply);
  if (problem.code === 'access.throttled') void reply.header('retry-after', throttledForSeconds);
  // Past the route's own schema: the same document whatever the route.
  return reply
    .code(problem.status)
    .type(problemType)
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problem);
}

/** For what is no HTTP, or has headers that are too large: Node tells it before there is a request. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const problem = problemOf(
    isLarge
      ? new EspalierError('server.too-large', 'The headers are larger than the server takes.')
      : new EspalierError('server.malformed', 'The request is no HTTP that the server reads.'),
    'none',
  );
  const status = isLarge ? 431 : problem.status;
  const body = JSON.stringify({ ...problem, status });
  const reason = isLarge ? 'Request Header Fields Too Large' : 'Bad Request';
  const headers = {
    'content-type': problemType,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
    ...commonHeaders,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${reason}`, ...lines, '', body].join('\r\n'));
}
