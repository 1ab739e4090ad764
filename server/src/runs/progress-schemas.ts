/**
 * Responsible for what the server says of attempts and of what runs right now. Numbers that are none (a loss that has diverged) come as null.
 * Leaves to others: the run around them (run-schemas.ts).
 */
import { z } from 'zod';

const failureSchema = z.looseObject({ code: z.string(), message: z.string() });

export const attemptSchema = z
  .object({
    attempt: z.int(),
    askedAtMs: z.number().describe('When it asked for what it runs on: a gang for its slots.'),
    begunAtMs: z.number().nullable().describe('When it had that; null until then.'),
    endedAtMs: z
      .number()
      .nullable()
      .describe('Null while it goes on, and of one that was cut off: it ended with its stage.'),
    failure: failureSchema.nullable().describe('What it ended with, cut short; null where it did not fail.'),
  })
  .meta({ id: 'StageAttempt' });

export const lastFailureSchema = z.object({ attempt: z.int(), error: failureSchema });

const lossesByTask = z.record(z.string(), z.number().nullable());

const fanoutSchema = z
  .looseObject({
    kind: z.literal('fanout'),
    doneShards: z.int(),
    totalShards: z.int(),
    doneRows: z.number().nullable(),
    totalRows: z.number().nullable(),
    rowsPerSecond: z.number().nullable(),
    doneShardMap: z
      .string()
      .optional()
      .describe(
        "Which shards are done: a bit a shard in Base64, the first shard's the lowest of the first byte. Absent of more than 16,384.",
      ),
    isFolding: z.boolean().optional().describe('All shards are done; their results are being made one.'),
    waiting: z.string().optional().describe('What it waits for, where no worker may take its shards.'),
    movedAtMs: z.number().optional().describe('When it last got further.'),
  })
  .meta({ id: 'FanoutProgress' });

const rankSchema = z
  .looseObject({
    kind: z.literal('rank'),
    rank: z.int(),
    worldSize: z.int(),
    doneSteps: z.number().describe('Rounds over all forests that the rank fits, or steps.'),
    totalSteps: z.number(),
    rowsPerSecond: z.number().nullable(),
    losses: lossesByTask.describe('The latest by task.'),
    measured: z
      .looseObject({
        step: z.number(),
        network: lossesByTask,
        forest: lossesByTask,
        bestStep: z.number(),
      })
      .optional()
      .describe('The latest state on the early-stop rows.'),
    phase: z.string().describe('What it does now.'),
    waiting: z.string().optional().describe('What its gang waits for, before any rank has begun.'),
    loaded: z.looseObject({ doneBytes: z.number(), totalBytes: z.number() }).optional(),
    movedAtMs: z.number().optional().describe('When it last got further.'),
  })
  .meta({ id: 'RankProgress' });

export const activitySchema = z
  .object({
    stage: z.string().describe('The ID of the instance.'),
    progress: z.discriminatedUnion('kind', [fanoutSchema, rankSchema]),
    again: z
      .object({ attempt: z.int(), failure: failureSchema.nullable() })
      .optional()
      .describe(
        'Where Temporal tries it once more: which attempt this is, and what the one before ended with.',
      ),
  })
  .meta({ id: 'Activity' });
