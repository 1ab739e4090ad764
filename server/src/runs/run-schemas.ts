/** Responsible for what the server says of runs. Figures of a report are as the run's task kinds declare them, so their shape is open. */
import { z } from 'zod';

export const runId = z
  .string()
  .max(256)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .describe('The run, such as census-income-20261124-142116-k3f9.');

export const runStatus = z.enum(['running', 'succeeded', 'failed', 'cancelled']);

const errorSchema = z
  .object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) })
  .nullable();

export const listingSchema = z
  .object({
    runId: z.string(),
    pipeline: z.string(),
    changes: z.array(z.string()).describe('Options that the run was started with, as typed.'),
    status: runStatus,
    startedAtMs: z.number(),
    endedAtMs: z.number().nullable(),
  })
  .meta({ id: 'RunListing' });

export const artifactSchema = z
  .object({
    stage: z.string().describe('The ID of the instance that has it.'),
    name: z.string().describe('Such as `train/shard-00003.parquet`.'),
    digest: z.string(),
    sizeBytes: z.number(),
  })
  .meta({ id: 'Artifact' });

export const stageSchema = z
  .looseObject({
    id: z.string().optional().describe("The instance in the run's graph."),
    name: z.string(),
    status: z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled']),
    attempt: z.int(),
    startedAtMs: z.number().nullable(),
    endedAtMs: z.number().nullable(),
    cache: z.object({ hit: z.boolean(), reason: z.string() }).nullable(),
    shards: z.int(),
  })
  .meta({ id: 'Stage' });

export const runSchema = z
  .object({
    runId: z.string(),
    pipeline: z.string(),
    status: runStatus,
    stages: z.array(stageSchema),
    waitingFor: z
      .array(z.string())
      .optional()
      .describe(
        "Runs of its pipeline that it waits for, before its first stage, as the pipeline's `runs.concurrency` says.",
      ),
    error: errorSchema,
    activities: z
      .array(z.object({ stage: z.string(), progress: z.looseObject({ kind: z.string() }) }))
      .describe('What runs right now, at most a second old.'),
    report: z
      .looseObject({
        metrics: z.record(z.string(), z.unknown()),
        forest: z.record(z.string(), z.unknown()),
        bundle: z.object({ uri: z.string(), digest: z.string() }).nullable(),
        warnings: z.array(z.string()),
        notes: z.array(z.string()),
      })
      .nullable()
      .describe('As `espalier show RUN --json` gives it; null while the run goes on.'),
  })
  .meta({ id: 'Run' });

const point = z.object({ step: z.number(), value: z.number() });

export const curvesSchema = z
  .object({
    runId: z.string(),
    epochLosses: z
      .array(z.record(z.string(), z.number()))
      .describe('Mean loss of each whole epoch and task on the training rows.'),
    selection: z
      .looseObject({})
      .nullable()
      .describe('How the published state was chosen, with its curve; null until the network is trained.'),
    measured: z
      .array(z.object({ task: z.string(), points: z.array(point) }))
      .describe('Losses on the early-stop rows, from the logs of this machine.'),
  })
  .meta({ id: 'Curves' });

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
});

export const logEntrySchema = z
  .looseObject({
    time: z.number().describe('Milliseconds since the epoch.'),
    level: z.number().describe('30 info, 40 warning, 50 error.'),
    msg: z.string().optional(),
  })
  .meta({ id: 'LogEntry' });

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
