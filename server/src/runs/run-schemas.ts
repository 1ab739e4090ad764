/** Responsible for what the server says of runs. Figures of a report are as the run's task kinds declare them, so their shape is open. */
import { annotationLimits, runTriggers, stepParts } from '@espalier/domain';
import { z } from 'zod';

export const runId = z
  .string()
  .max(256)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .describe('The run, such as census-income-20261124-142116-k3f9.');

export const runTrigger = z.enum(runTriggers);
export const runStatus = z.enum(['running', 'succeeded', 'failed', 'cancelled']);

const errorSchema = z
  .object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) })
  .nullable();

const retryOfSchema = z.object({
  runId: z.string(),
  from: z.string().describe('The first stage that was made anew.'),
});

const { tagKey, tags: mostTags, tagValueCharacters, noteCharacters } = annotationLimits;
const key = z.string().regex(tagKey);

/** Of the routes that change them. */
export const tagChangeSchema = z.strictObject({
  set: z
    .record(key, z.string().min(1).max(tagValueCharacters))
    .default({})
    .describe(`Values by key; a run has ${mostTags} tags at most.`),
  remove: z.array(key).max(mostTags).default([]).describe('Keys whose tags go.'),
});

export const newNoteSchema = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(noteCharacters)
    .describe('One line; it stays with the run. No secret belongs in it.'),
});

export const tagsSchema = z.record(z.string(), z.string());

export const annotationsSchema = z
  .object({
    tags: tagsSchema,
    notes: z
      .array(z.object({ text: z.string(), by: z.string(), at: z.string() }))
      .describe('The oldest first.'),
  })
  .describe('What people have said of the run.')
  .meta({ id: 'RunAnnotations' });

export const listingSchema = z
  .object({
    runId: z.string(),
    pipeline: z.string(),
    changes: z.array(z.string()).describe('Options that the run was started with, as typed.'),
    status: runStatus,
    trigger: runTrigger.nullable().describe('What asked for it; null where nobody knows any more.'),
    startedAtMs: z.number(),
    endedAtMs: z.number().nullable(),
    retryOf: retryOfSchema.nullable().describe('Null where the run is no retry.'),
    retriedAs: z.array(z.string()).describe('Its retries that Temporal knows, the oldest first.'),
    tags: tagsSchema.optional().describe('In lists of runs that have a tag.'),
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
    retryOf: retryOfSchema.optional().describe('Of a retry: which run it is of.'),
    retries: z
      .array(retryOfSchema.extend({ at: z.string() }))
      .describe('Retries of the run, the oldest first; a hundred at most.'),
    annotations: annotationsSchema,
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

export const specSchema = z.object({
  runId: z.string(),
  spec: z
    .looseObject({})
    .nullable()
    .describe('Null where nobody keeps it: of runs of earlier versions, and of those that were freed.'),
});

/** What the time of steps went into. */
const stepSeconds = z.record(z.enum(stepParts), z.number());
const point = z.object({ step: z.number(), value: z.number() });

const fewestPoints = 10;
const mostPoints = 10_000;

export const curvesQuery = z.strictObject({
  points: z.coerce
    .number()
    .int()
    .min(fewestPoints)
    .max(mostPoints)
    .optional()
    .describe(
      'At most so many points of each measured curve, the lowest and the highest of each stretch of steps; the curve in `selection` is empty then. All by default.',
    ),
});

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
      .describe(
        'Losses on the early-stop rows: as kept with the run, or from the logs of this machine while it goes.',
      ),
    pace: z
      .object({
        runId: z
          .string()
          .describe('The run that trained: another one where the network came from the cache.'),
        firstStep: z
          .int()
          .describe('More than 0 where ranks had to start again: earlier steps are not told of.'),
        steps: z.int(),
        rows: z.number(),
        seconds: stepSeconds,
        points: z.array(
          z.object({
            step: z.int().describe('The last of its steps.'),
            rowsPerSecond: z.number(),
            seconds: stepSeconds,
            losses: z
              .record(z.string(), z.number())
              .describe('Mean loss by task on the training rows of its steps.'),
          }),
        ),
      })
      .nullable()
      .describe('A hundred points at most, as rank 0 saw it; null until the network is trained.'),
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

export const retrySchema = z.strictObject({
  from: z.string().min(1).max(100).describe('The first stage that is made anew, whatever the cache holds.'),
  sets: startSchema.shape.sets,
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
