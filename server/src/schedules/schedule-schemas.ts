/** Responsible for what the server says of schedules, and what it is asked of them. */
import { defaultOverlap, modelNamePattern, scheduleOverlaps } from '@espalier/domain';
import { z } from 'zod';
import { pipelineName, versionNumber } from '../pipelines/pipeline-schemas.js';

export const scheduleName = z.string().regex(modelNamePattern).describe('The schedule, such as nightly.');

const noteSchema = z.string().min(1).max(500).describe('Why, shown with the schedule.');

const duration = z
  .string()
  .max(20)
  .meta({ examples: ['30m', '6h', '1d'] });
const time = z.string().describe('ISO 8601.');

const definitionSchema = z
  .object({
    name: z.string(),
    pipeline: z.string(),
    version: z.int().nullable().describe('Null: the one that counts when a run starts.'),
    cron: z.string().nullable(),
    everySeconds: z.number().nullable(),
    offsetSeconds: z.number(),
    timezone: z.string(),
    jitterSeconds: z.number(),
    overlap: z.enum(scheduleOverlaps),
    catchUpSeconds: z.number(),
    partitionOffset: z.int().nullable().describe('Null where the pipeline is not cut by time.'),
    by: z.string(),
    createdAt: time,
  })
  .meta({ id: 'ScheduleDefinition' });

export const scheduleSummarySchema = z
  .object({
    schedule: definitionSchema,
    isPaused: z.boolean(),
    note: z.string(),
    nextTimes: z.array(time),
  })
  .meta({ id: 'ScheduleSummary' });

export const shownScheduleSchema = scheduleSummarySchema
  .extend({
    counts: z.object({
      started: z.number(),
      missed: z.number().describe('Times that lay too far back when Temporal came to them.'),
      skipped: z.number().describe('Times that were passed over since a run went on.'),
    }),
    runs: z
      .array(
        z.object({
          scheduledAt: time,
          partition: z.string().nullable(),
          runId: z.string().nullable(),
          status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
          problem: z.string().nullable(),
        }),
      )
      .describe('The last one first.'),
  })
  .meta({ id: 'Schedule' });

export const createScheduleSchema = z.strictObject({
  pipeline: pipelineName,
  version: versionNumber.optional().describe('The one that counts when a run starts, by default.'),
  cron: z.string().max(200).optional().describe('Five fields, as in crontab.'),
  every: duration.optional().describe('Or at this distance, counted from midnight UTC.'),
  offset: duration.optional().describe('With `every`: so much later each time.'),
  timezone: z.string().max(100).optional().describe('With `cron`: by whose clocks; UTC by default.'),
  jitter: duration.optional().describe('Each run starts so much later at most.'),
  overlap: z
    .enum(scheduleOverlaps)
    .default(defaultOverlap)
    .describe('What is done at a time at which a run of the schedule goes on.'),
  catchUp: duration
    .optional()
    .describe(
      'How late a run may start that was missed while Temporal was away; until the next one by default.',
    ),
  partitionOffset: z
    .int()
    .min(0)
    .max(5_000)
    .optional()
    .describe(
      'Partitions before the one that the scheduled time lies in; 1, the last whole one, by default.',
    ),
  paused: z.boolean().default(false),
  note: noteSchema,
});

export const scheduleChangeSchema = z.strictObject({ note: noteSchema });
