/**
 * Responsible for following a run by server-sent events. Each event is the whole state, so a viewer that is slow or comes back is told the
 * latest and misses nothing.
 * Leaves to others: watching (run-watchers.ts), who may (guard.ts; credentials.ts while they follow).
 */
import type { EspalierError } from '@espalier/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answers } from '../http/answers.js';
import type { Api } from '../http/api.js';
import { commonHeaders } from '../http/common-headers.js';
import { readerPatienceMs } from '../http/connection-limits.js';
import { problemOf } from '../http/problem.js';
import { runId } from '../runs/run-schemas.js';
import type { RunWatchers, WatchedState } from '../runs/run-watchers.js';
import { ViewerPlaces } from '../runs/viewer-places.js';

/** Proxies and browsers give a silent connection up. */
const heartbeatMs = 15_000;
const noContent = 204;

/** A run may go on for longer than a session, or than a token is good. */
export interface Admission {
  /** How often it is looked whether a viewer still may follow. */
  readonly everyMs: number;
  /** Why they may no more; null while they may. */
  endOf(request: FastifyRequest): Promise<EspalierError | null>;
}

/** @param patienceMs how long a viewer may take nothing of what there is for them */
export function runEventRoutes(
  app: Api,
  watchers: RunWatchers,
  admission: Admission,
  patienceMs = readerPatienceMs,
): void {
  const places = new ViewerPlaces();
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId/events',
    config: { role: 'viewer' },
    schema: {
      operationId: 'followRun',
      summary: 'Follows a run by server-sent events until it ends.',
      description:
        'Events `state` hold the run as it stands (as `GET /v1/runs/{runId}` without the report); one of an ended run is the last. `problem` holds a problem document. A viewer that has seen the end gets 204, which tells browsers not to come back.',
      tags: ['runs'],
      params: z.object({ runId }),
      headers: z.looseObject({ 'last-event-id': z.string().max(100).optional() }),
      response: answers(
        {
          200: { description: 'The events.', content: { 'text/event-stream': { schema: z.string() } } },
          [noContent]: z.undefined().describe('The run has ended, and the viewer has seen it.'),
        },
        [404],
      ),
    },
    handler: (request, reply) => {
      // Who has left while their token was looked at would never be seen to leave.
      if (reply.raw.closed) return void reply.hijack();
      // An ended run's state that nobody reads lies here as much as a running one's.
      reply.raw.once('close', places.take(request.credential?.tokenDigest ?? ''));
      return follow({ watchers, admission, patienceMs }, request.params.runId, request, reply);
    },
  });
}

interface Following {
  readonly watchers: RunWatchers;
  readonly admission: Admission;
  readonly patienceMs: number;
}

/** Resolves when the viewer has its first event: until then an error is a problem document. */
function follow(
  { watchers, admission, patienceMs }: Following,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const seen = request.headers['last-event-id'];
  return new Promise((resolve, reject) => {
    let stream: EventStream | null = null;
    let leave: () => void = () => undefined;
    let looking: NodeJS.Timeout | undefined;
    let isOver = false;
    const end = () => {
      isOver = true;
      clearInterval(looking);
      leave();
      stream?.end();
    };
    const fail = (error: unknown) => {
      if (stream === null) reject(error);
      else stream.fail(JSON.stringify(problemOf(error, request.id)));
      end();
    };
    leave = watchers.view(id, {
      onState: (state) => {
        if (stream === null && state.ended && state.id === seen) {
          queueMicrotask(end);
          reply.code(noContent).send();
          resolve();
          return;
        }
        if (stream === null) {
          reply.hijack();
          stream = new EventStream(reply, patienceMs);
          resolve();
        }
        if (state.id !== seen) stream.tell(state);
        if (state.ended || request.method === 'HEAD') queueMicrotask(end);
      },
      onFailure: fail,
    });
    looking = setInterval(async () => {
      const why = await admission.endOf(request);
      if (why !== null && !isOver) fail(why);
    }, admission.everyMs);
    reply.raw.once('close', end);
  });
}

class EventStream {
  readonly #reply: FastifyReply;
  readonly #heartbeat: NodeJS.Timeout;
  /** What there was no room for; only the latest counts. */
  #waiting: WatchedState | null = null;
  #full = false;

  constructor(reply: FastifyReply, patienceMs: number) {
    this.#reply = reply;
    const { raw } = reply;
    // Nobody waits for a viewer who takes nothing: the heart beats oftener than that.
    raw.setTimeout(patienceMs);
    raw.writeHead(200, {
      ...commonHeaders,
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    raw.on('drain', () => {
      this.#full = false;
      const latest = this.#waiting;
      this.#waiting = null;
      if (latest !== null) this.tell(latest);
    });
    this.#heartbeat = setInterval(() => {
      if (!this.#full) raw.write(': still here\n\n');
    }, heartbeatMs);
  }

  tell(state: WatchedState): void {
    // The end is told in any case: nothing comes after it.
    if (this.#full && !state.ended) {
      this.#waiting = state;
      return;
    }
    const { progress, activities } = state.snapshot;
    this.#write(`id: ${state.id}\nevent: state\ndata: ${JSON.stringify({ ...progress, activities })}\n\n`);
  }

  fail(problem: string): void {
    this.#write(`event: problem\ndata: ${problem}\n\n`);
  }

  end(): void {
    clearInterval(this.#heartbeat);
    this.#reply.raw.end();
  }

  #write(text: string): void {
    this.#full = !this.#reply.raw.write(text);
  }
}
