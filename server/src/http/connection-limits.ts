/**
 * Responsible for what one connection may hold of the server: answers that nobody reads lie in its memory, and requests that come before the
 * answers of those before them are all worked on at once.
 * Leaves to others: whose connection it is, streams that a handler writes by itself (run-event-routes.ts).
 */
import type { Socket } from 'node:net';
import type { Api } from './api.js';

/** Of a reader who takes nothing meanwhile; longer than S3 may be silent. */
export const readerPatienceMs = 60_000;
/** No browser and no proxy sends a second request before it has the first one's answer. */
const mostUnanswered = 16;

/** @param patienceMs how long a reader may take nothing of an answer before the connection is closed */
export function limitConnections(app: Api, patienceMs = readerPatienceMs): void {
  const unanswered = new WeakMap<Socket, number>();
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const count = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, count);
    if (count > mostUnanswered) {
      reply.hijack();
      socket.destroy();
      return;
    }
    reply.raw.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    done();
  });
  app.addHook('onSend', async (_, reply) => {
    // Without a listener Node closes the connection; what is taken meanwhile begins the time anew.
    reply.raw.setTimeout(patienceMs);
  });
}
