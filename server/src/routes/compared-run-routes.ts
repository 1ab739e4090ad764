/** Responsible for runs beside each other in one answer. Leaves to others: one run (run-detail-routes.ts). */
import { z } from 'zod';
import { answers, plain } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { type ComparedRun, ComparedRuns } from '../runs/compared-runs.js';
import { runId, runStatus, specSchema } from '../runs/run-schemas.js';

const mostCompared = 100;

const comparedSchema = z
  .object({
    runId: z.string(),
    status: runStatus,
    spec: specSchema.shape.spec,
    metrics: z.record(z.string(), z.unknown()).describe('By task; none while it goes on.'),
  })
  .meta({ id: 'ComparedRun' });

export function comparedRunRoutes(app: Api, { client, store }: Services): void {
  const compared = new ComparedRuns(client, store);
  app.route({
    method: 'GET',
    url: '/v1/compared-runs',
    config: { role: 'viewer' },
    schema: {
      operationId: 'compareRuns',
      summary: 'Settings and figures of some runs, in the order that they are asked for.',
      tags: ['runs'],
      querystring: z.strictObject({
        run: z
          .array(runId)
          .min(2)
          .max(mostCompared)
          .describe('Once for each run: `run=census-income-…&run=census-income-…`.'),
      }),
      response: answers({ 200: z.object({ runs: z.array(comparedSchema) }) }, [404]),
    },
    handler: async ({ query: { run } }) => ({
      runs: plain<z.infer<typeof comparedSchema>[]>((await compared.read(run)) satisfies ComparedRun[]),
    }),
  });
}
