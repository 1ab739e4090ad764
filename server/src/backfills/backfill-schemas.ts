/** Responsible for what the server says of backfills, and what it is asked of them. */
import { backfillOrders, partitionOutcomes, reprocessChoices } from '@espalier/domain';
import { z } from 'zod';
import { versionNumber } from '../pipelines/pipeline-schemas.js';

export const backfillId = z
  .string()
  .max(256)
  .regex(/^[a-z0-9][a-z0-9_-]*$/)
  .describe('The backfill, such as home-feed-backfill-20261124-142116-k3f9.');

export const backfillReason = z.string().min(1).max(500).describe('Why, for the record.');

const status = z.enum(['running', 'succeeded', 'failed', 'cancelled']);
const partition = z
  .string()
  .max(20)
  .meta({ examples: ['2026-11-20'] });
const outcomes = z.object(
  Object.fromEntries(partitionOutcomes.map((outcome) => [outcome, z.int()])) as Record<
    (typeof partitionOutcomes)[number],
    z.ZodInt
  >,
);

const requestSchema = z.object({
  pipeline: z.string(),
  version: z.int(),
  from: z.string(),
  to: z.string(),
  limit: z.int(),
  order: z.enum(backfillOrders),
  reprocess: z.enum(['undone', ...reprocessChoices]),
  stopOnFailure: z.boolean(),
});

const costSchema = z.object({
  toRun: z.int(),
  skipped: z.int().describe('Partitions that are done, or not what was asked for.'),
  absent: z.array(z.string()).describe('Partitions that are not in the source, or not whole.'),
  run: z
    .object({
      runs: z.int(),
      medianSeconds: z.number(),
      lowSeconds: z.number(),
      highSeconds: z.number(),
    })
    .nullable()
    .describe('Of past runs of the pipeline that succeeded; null where there are none.'),
  expectedSeconds: z.number().nullable(),
});

const troubleSchema = z.object({
  label: z.string(),
  outcome: z.enum(partitionOutcomes),
  runId: z.string().nullable(),
  problem: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
});

export const backfillListingSchema = z
  .object({
    id: z.string(),
    request: requestSchema,
    cost: costSchema,
    by: z.string(),
    reason: z.string(),
    at: z.string().describe('ISO 8601.'),
    status,
  })
  .meta({ id: 'BackfillListing' });

export const shownBackfillSchema = backfillListingSchema
  .extend({
    counts: outcomes,
    open: z.int().describe('Partitions that have not ended yet.'),
    progress: z
      .object({
        round: z.int(),
        status,
        total: z.int(),
        counts: outcomes,
        running: z.array(z.object({ label: z.string(), runId: z.string().nullable() })),
        troubles: z.array(troubleSchema),
        reason: z.string().nullable().describe('Why nothing further is begun.'),
      })
      .nullable()
      .describe('Null where it has ended.'),
    troubles: z.array(troubleSchema).describe('Partitions that did not succeed, a hundred at most.'),
  })
  .meta({ id: 'Backfill' });

export const createBackfillSchema = z.strictObject({
  version: versionNumber.optional().describe('Of the pipeline; the one that counts by default.'),
  from: partition.describe('The first day or hour.'),
  to: partition.describe('The last one, included.'),
  limit: z.int().min(1).max(1_000).default(1).describe("As far as the pipeline's `runs.concurrency` allows."),
  order: z.enum(backfillOrders).default('oldest'),
  reprocess: z
    .enum(reprocessChoices)
    .optional()
    .describe('Also partitions that are done, or only some of the others; by default all that are not done.'),
  stopOnFailure: z.boolean().default(false),
  reason: backfillReason,
  dryRun: z.boolean().default(false).describe('Only tells what it costs.'),
});

export const plannedBackfillSchema = z
  .object({
    id: z.string().nullable().describe('Null where it was not started: a dry run, or nothing to do.'),
    request: requestSchema,
    cost: costSchema,
    labels: z.array(z.string()).describe('The partitions that it runs, in order.'),
    notes: z.array(z.string()),
    isNew: z
      .boolean()
      .describe('False where nothing was started, or an earlier request of the same key had started it.'),
  })
  .meta({ id: 'PlannedBackfill' });
