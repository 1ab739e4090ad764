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
    transformObject: jsonSchemaTransformObject,
  });
}
