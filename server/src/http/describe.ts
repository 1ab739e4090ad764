/** Responsible for the OpenAPI 3.1 document: of the same schemas by which requests are checked and answers are written. */
import fastifySwagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Api } from './api.js';

export async function swagger(app: Api): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Espalier',
        description: 'Runs of Espalier: start, follow, explain and cancel them.',
        version: '1',
      },
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'The first one lies in `admin-token` of the stack.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'espalier_session',
            description:
              'Begun by `POST /v1/session`, for the server’s own pages; the name ends in the port, where there is one.',
          },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => reachedSchemas(jsonSchemaTransformObject(document)),
  });
}

type Document = ReturnType<typeof jsonSchemaTransformObject>;

/** Each named schema comes as what is sent and as what is answered; only those that a route leads to say anything. */
function reachedSchemas(document: Document): Document {
  if (!('openapi' in document)) return document;
  const schemas: Record<string, unknown> = document.components?.schemas ?? {};
  const reached = new Set<string>();
  const waiting = namedIn(document.paths);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...namedIn(schemas[name]));
  }
  for (const name of Object.keys(schemas)) if (!reached.has(name)) delete schemas[name];
  return document;
}

function namedIn(part: unknown): string[] {
  const references = (JSON.stringify(part) ?? '').matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...references].map(([, name = '']) => name);
}
