/** Responsible for the methods that a path does not take: 405 with what it takes, rather than 404. */
import { EspalierError } from '@espalier/domain';
import type { HTTPMethods } from 'fastify';
import { answerWith } from './answer-problems.js';
import type { Api } from './api.js';

const methods: readonly HTTPMethods[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'QUERY',
  'TRACE',
];

/** Collects paths and methods of all routes registered after this call. @returns a function that adds the refusals */
export function refuseOtherMethods(app: Api): () => void {
  const taken = new Map<string, Set<string>>();
  let collecting = true;
  app.addHook('onRoute', ({ url, method }) => {
    if (!collecting) return;
    const ofPath = taken.get(url) ?? new Set<string>();
    for (const each of [method].flat()) ofPath.add(each);
    if (ofPath.has('GET')) ofPath.add('HEAD');
    taken.set(url, ofPath);
  });
  return () => {
    collecting = false;
    for (const [url, ofPath] of taken) {
      const allowed = [...ofPath].sort().join(', ');
      app.route({
        method: methods.filter((each) => !ofPath.has(each)),
        url,
        config: { role: 'anyone' },
        schema: { hide: true },
        // Before a body is read.
        onRequest: async (request, reply) =>
          answerWith(
            new EspalierError('server.method', `This path takes ${allowed}.`),
            request,
            reply.header('allow', allowed),
          ),
        handler: () => undefined,
      });
    }
  };
}
