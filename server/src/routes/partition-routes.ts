/** Responsible for how the partitions of registered pipelines stand. Leaves to others: running them (pipeline-routes.ts, backfill-routes.ts). */
import { calendarStates, mostInCalendar, type PartitionCalendar } from '@espalier/client';
import { z } from 'zod';
import { answers, plain } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { pipelineName } from '../pipelines/pipeline-schemas.js';
import { requireReadableSources } from '../runs/local-sources.js';

const time = z.number().describe('Milliseconds since the epoch.');

const partitionSchema = z
  .object({
    label: z.string(),
    startMs: time,
    endMs: time,
    state: z
      .enum(calendarStates)
      .describe(
        '`stale`: a run has succeeded, and the partition was written anew since. `late`: it was due by `runs.deadlines`, and no run has succeeded. `missing`: it is there, and no run was. `absent`: it is not in the source, or not whole.',
      ),
    runId: z
      .string()
      .nullable()
      .describe(
        'The run that says so; null where there was none. Of runs of one version, content and outcome the first is told.',
      ),
    version: z.int().nullable().describe('Of the pipeline; null where there was no run, or it goes.'),
    endedAtMs: time.nullable(),
    dueMs: time.nullable().describe('When a run for it was to have succeeded; null where nothing says.'),
  })
  .meta({ id: 'CalendarPartition' });

const calendarSchema = z
  .object({
    every: z.enum(['1d', '1h']),
    timezone: z.string().describe('By whose clocks days and hours are called.'),
    sourceProblem: z
      .string()
      .nullable()
      .describe('Why nobody looked at the source, so that nothing is told to be stale or missing.'),
    partitions: z.array(partitionSchema).describe('The oldest first.'),
  })
  .meta({ id: 'PartitionCalendar' });

export function partitionRoutes(app: Api, { client, settings }: Services): void {
  app.route({
    method: 'GET',
    url: '/v1/pipelines/:name/partitions',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listPartitions',
      summary: 'How the partitions of a window stand, each with the run that says so.',
      description:
        'A window of partitions, whatever else there is: one listing of the runs that ended for them, one request for those that go.',
      tags: ['pipelines'],
      params: z.object({ name: pipelineName }),
      querystring: z.strictObject({
        last: z.coerce
          .number()
          .int()
          .min(1)
          .max(mostInCalendar)
          .optional()
          .describe('How many partitions; nine weeks of days or two of hours by default.'),
        until: z
          .string()
          .max(20)
          .optional()
          .describe('The last partition; the one that the present moment lies in by default.'),
        source: z
          .enum(['true', 'false'])
          .default('true')
          .describe('Whether the source is looked at, which tells what is stale and what is missing.'),
      }),
      response: answers({ 200: calendarSchema }, [404, 422]),
    },
    handler: async ({ params: { name }, query: { last, until, source } }) =>
      plain<z.infer<typeof calendarSchema>>(
        (await client.backfills.calendar(name, {
          ...{ last, until, source: source === 'true' },
          check: (loaded) => requireReadableSources(loaded, settings.server.folders),
        })) satisfies PartitionCalendar,
      ),
  });
}
