/** Responsible for lineage from the data's side: which versions of models have seen a partition. Leaves to others: a version's own (model-routes.ts). */
import { ModelReader } from '@espalier/client';
import { z } from 'zod';
import { answers, plain } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';

const mostListed = 1_000;

const seenSchema = z
  .object({
    model: z.string(),
    version: z.int(),
    split: z.enum(['train', 'eval']).describe('What the version did with it.'),
    digest: z.string().describe("Of the partition's content then: one that was written anew has another."),
  })
  .meta({ id: 'PartitionSeen' });

export function partitionLineageRoutes(app: Api, { store }: Pick<Services, 'store'>): void {
  const reader = new ModelReader(store);
  app.route({
    method: 'GET',
    url: '/v1/partitions/:partition',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showPartition',
      summary: 'Every version of a model that was made with the partition of this day or hour.',
      tags: ['models'],
      params: z.object({
        partition: z
          .string()
          .max(32)
          .regex(/^[0-9T:-]+$/)
          .describe('A day or hour, such as 2026-11-20.'),
      }),
      response: answers({
        200: z.object({
          partition: z.string(),
          versions: z.array(seenSchema).describe('By model and version; 1,000 at most.'),
          left: z.int().describe('Of how many more nothing is told.'),
        }),
      }),
    },
    handler: async ({ params: { partition } }) => {
      const seen = await reader.seenBy(partition);
      const versions = seen
        .slice(0, mostListed)
        .map(({ model, version, split, digest }) => ({ model, version, split, digest }));
      return {
        partition,
        versions: plain<z.infer<typeof seenSchema>[]>(versions),
        left: seen.length - versions.length,
      };
    },
  });
}
