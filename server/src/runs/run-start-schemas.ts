/** Responsible for what starts a run, by a spec or as a retry, and what is answered. Leaves to others: what is said of a run (run-schemas.ts). */
import { z } from 'zod';

const dryRun = z.boolean().default(false).describe('Only tell what it would do; nothing is started.');

export const startSchema = z.strictObject({
  spec: z.string().min(1).max(200_000).describe('The pipeline file, as YAML.'),
  sets: z
    .array(z.string().max(2_000))
    .max(100)
    .default([])
    .describe("Values in place of the file's: `training.epochs=1`."),
  sample: z.string().max(20).optional().describe('About which share of the rows, such as `1%`.'),
  for: z.string().max(40).optional().describe('The partition that the run is for, such as `2026-11-20`.'),
  strict: z.boolean().default(false).describe('Refuse what would be a warning.'),
  noCache: z.boolean().default(false).describe('Run every stage, whatever the cache holds.'),
  dryRun,
});

export const retrySchema = z.strictObject({
  from: z.string().min(1).max(100).describe('The first stage that is made anew, whatever the cache holds.'),
  sets: startSchema.shape.sets,
  dryRun,
});

export const plannedRetrySchema = z
  .object({
    anew: z.array(z.string()).describe('IDs of stages that would be made anew.'),
    takenOver: z
      .array(z.string())
      .describe(
        'IDs of stages that would be as they are: from the cache, or of the same rows where it has them no more.',
      ),
  })
  .meta({ id: 'PlannedRetry' });

export const startedSchema = z.object({
  runId: z.string(),
  isNew: z.boolean().describe('False where an earlier request of the same key has started it.'),
  warnings: z.array(z.string()),
  notes: z.array(z.string()),
});

export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The same key with the same request again finds the run that the first has started.'),
});
