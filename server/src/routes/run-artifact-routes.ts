/**
 * Responsible for what a run's stages have made: its list, and the bytes of each through the server, so that no address of S3 and no signed URL
 * leaves it.
 */
import { Readable } from 'node:stream';
import type { OpenedArtifact } from '@espalier/client';
import { EspalierError } from '@espalier/domain';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answers } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { pageAfter } from '../runs/artifact-page.js';
import { artifactSchema, runId } from '../runs/run-schemas.js';

/** Each holds a connection to S3 for as long as its reader likes, and the client has fifty. */
const mostAtOnce = 16;
const tags = ['runs'];
const params = z.object({ runId });
const stage = z.string().min(1).max(200).describe('The ID of an instance, such as `train`.');

export function runArtifactRoutes(app: Api, { client }: Pick<Services, 'client'>): void {
  let open = 0;
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId/artifacts',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listArtifacts',
      summary: "What a run's stages have made so far, by stage and name.",
      tags,
      params,
      querystring: z.strictObject({
        stage: stage.optional(),
        limit: z.coerce.number().int().min(1).max(5_000).default(500),
        cursor: z.string().min(1).max(4_000).optional().describe('`nextCursor` of the page before.'),
      }),
      response: answers(
        {
          200: z.object({
            runId: z.string(),
            artifacts: z.array(artifactSchema),
            nextCursor: z.string().nullable().describe('Null after the last page.'),
          }),
        },
        [404],
      ),
    },
    handler: async ({ params: { runId: id }, query: { stage: wanted, ...page } }) => {
      const all = await client.artifacts.list(id);
      return {
        runId: id,
        ...pageAfter(wanted === undefined ? all : all.filter((each) => each.stage === wanted), page),
      };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId/artifacts/content',
    config: { role: 'operator' },
    schema: {
      operationId: 'readArtifact',
      summary: 'The bytes of an artifact, whole; they may be rows of the source.',
      description:
        'An answer that breaks off is not what the digest says, or S3 went away: nothing of it is to be used.',
      tags,
      params,
      querystring: z.strictObject({ stage, name: z.string().min(1).max(1_000) }),
      response: answers(
        {
          200: {
            description: 'The bytes; `ETag` is their digest.',
            content: { 'application/octet-stream': { schema: z.any() } },
          },
        },
        [404],
      ),
    },
    handler: async ({ method, params: { runId: id }, query: { stage: wanted, name } }, reply) => {
      if (method === 'HEAD') {
        return described(reply, await client.artifacts.open(id, wanted, name)).send(Readable.from([]));
      }
      // Who has left while their token was looked at gives no place back.
      if (reply.raw.closed) return reply.hijack();
      if (open >= mostAtOnce) {
        throw new EspalierError('server.busy', `${mostAtOnce} artifacts are being read already.`);
      }
      open += 1;
      reply.raw.once('close', () => {
        open -= 1;
      });
      const artifact = await client.artifacts.open(id, wanted, name);
      const bytes = await begun(artifact.bytes);
      return described(reply, artifact).send(Readable.from(bytes, { objectMode: false }));
    },
  });
}

function described(
  reply: FastifyReply,
  { name, digest, sizeBytes }: Omit<OpenedArtifact, 'bytes'>,
): FastifyReply {
  const fileName = encodeURIComponent(name.slice(name.lastIndexOf('/') + 1));
  return reply.type('application/octet-stream').headers({
    etag: `"${digest}"`,
    'content-length': sizeBytes,
    'content-disposition': `attachment; filename*=UTF-8''${fileName}`,
  });
}

/** Waits for the first chunk: until then an error is a problem document. */
async function begun(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const chunks = bytes[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<Uint8Array>> | null = Promise.resolve(await chunks.next());
  const next = () => {
    const told = first ?? chunks.next();
    first = null;
    return told;
  };
  // No generator: one that has not begun passes no end on, and the connection to S3 would stay open where the reader has left already.
  const leave = async () => (await chunks.return?.()) ?? { done: true as const, value: undefined };
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) };
}
