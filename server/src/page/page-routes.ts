/**
 * Responsible for serving the operators' page as it was built, to whoever asks: what it shows it asks of the API. With it goes what it may do in a
 * browser: load what this server serves, and nothing else.
 * Leaves to others: which file a path means (page-file.ts), building it (set-up).
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from '../http/api.js';
import { pageFileOf } from './page-file.js';

const yearMs = 365 * 24 * 3_600_000;
const notBuilt = 503;
const notBuiltText =
  'The page is not built: run `npm run setup` in the checkout, then load this again. The API is at /v1/.\n';

const self = ["'self'"];
const none = ["'none'"];
const headers = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: none,
      scriptSrc: self,
      styleSrc: self,
      imgSrc: [...self, 'data:'],
      fontSrc: self,
      connectSrc: self,
      frameAncestors: none,
      baseUri: none,
      formAction: self,
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  // The server speaks plain HTTP; what speaks TLS before it says for how long.
  strictTransportSecurity: false,
  xDownloadOptions: false,
} as const;

/** @param pageDir where the built page lies, or will: it may be built while the server runs */
export async function pageRoutes(app: Api, pageDir: string): Promise<void> {
  await app.register(fastifyHelmet, { global: false });
  await app.register(fastifyStatic, { serve: false, preCompressed: true, index: false, dotfiles: 'deny' });
  app.route({
    method: 'GET',
    url: '/*',
    config: { role: 'anyone', isPage: true },
    helmet: headers,
    schema: { hide: true },
    handler: (request, reply) => send(request, reply, pageDir),
  });
}

async function send(request: FastifyRequest, reply: FastifyReply, pageDir: string): Promise<FastifyReply> {
  const file = pageFileOf((request.params as { '*': string })['*'], request.headers.accept);
  if (file === null) {
    reply.callNotFound();
    return reply;
  }
  if (!(await isThere(join(pageDir, 'index.html')))) {
    return reply.code(notBuilt).type('text/plain; charset=utf-8').send(notBuiltText);
  }
  reply.header('vary', 'accept-encoding');
  const caching = file.isHashed ? { immutable: true, maxAge: yearMs } : { cacheControl: false as const };
  if (!file.isHashed) reply.header('cache-control', 'no-cache');
  return reply.sendFile(file.path, pageDir, caching);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
