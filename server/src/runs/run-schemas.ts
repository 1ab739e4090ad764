/** Responsible for what the server says of runs. Figures of a report are as the run's task kinds declare them, so their shape is open. */
import { annotationLimits, runTriggers, stepParts } from '@espalier/domain';
import { z } from 'zod';
import { comparisonSchema } from './comparison-schemas.js';
import { activitySchema, attemptSchema, lastFailureSchema } from './progress-schemas.js';

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

const shortErrorSchema = z.object({ code: z.string(), message: z.string() });
const glanceSchema = z
  .object({
    runId: z.string(),
    status: runStatus,
    stages: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          status: z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled']),
          attempt: z.int(),
          startedAtMs: z.number().nullable(),
          lastFailure: z.object({ attempt: z.int(), error: shortErrorSchema }).nullable(),
        }),
      )
      .describe('Those that run, ten at most.'),
    activities: z
      .array(
        activitySchema.omit({ progress: true }).extend({
          progress: z.object({ waiting: z.string().optional(), movedAtMs: z.number().optional() }),
        }),
      )
      .describe('What runs right now, ten at most: what it waits for, and when it last got further.'),
    waitingFor: z.array(z.string()).describe('Ten at most.'),
    error: shortErrorSchema.nullable(),
  })
  .describe('How it stands, a few seconds old.')
  .meta({ id: 'RunGlance' });

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
    glance: glanceSchema
      .nullable()
      .optional()
      .describe('Where it is asked for; null of runs that have nothing to tell, or told nothing in time.'),
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
    attempts: z
      .array(attemptSchema)
      .optional()
      .describe(
        'The first and the latest, twelve at most; none where the cache had its result. Absent of runs of earlier versions; of stages that were cancelled, where nobody can tell them any more.',
      ),
    lastFailure: lastFailureSchema
      .nullable()
      .optional()
      .describe('How the latest attempt that failed ended.'),
    startedAtMs: z.number().nullable(),
    endedAtMs: z.number().nullable(),
    cache: z.object({ hit: z.boolean(), reason: z.string() }).nullable(),
    shards: z.int(),
  })
  .meta({ id: 'Stage' });

/** Points by plot: pairs, or objects, whose axes the kind of task declares. */
const plotsSchema = z.record(
  z.string(),
  z.array(z.union([z.array(z.number()), z.record(z.string(), z.number())])),
);

const checksSchema = z
  .object({
    partition: z.string().nullable().describe('The newest one; null where the source is not cut by time.'),
    champion: z.int().nullable().describe('The version that the data was held to beside training.'),
    verdicts: z.array(
      z.object({
        check: z.string(),
        against: z.string(),
        passed: z.boolean(),
        judged: z.int().describe('Columns, tasks or partitions.'),
        because: z.string(),
        findings: z
          .array(z.object({ of: z.string(), value: z.number().nullable(), because: z.string() }))
          .describe('A hundred at most.'),
      }),
    ),
  })
  .describe('What its data checks said; null where it has none.')
  .meta({ id: 'DataChecks' });

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
    temporalPage: z
      .string()
      .nullable()
      .describe("The run in Temporal's own pages; null where nobody says where these are."),
    stages: z.array(stageSchema),
    waitingFor: z
      .array(z.string())
      .optional()
      .describe(
        "Runs of its pipeline that it waits for, before its first stage, as the pipeline's `runs.concurrency` says.",
      ),
    error: errorSchema,
    activities: z.array(activitySchema).describe('What runs right now, at most a second old.'),
    report: z
      .looseObject({
        metrics: z.record(z.string(), z.unknown()),
        forest: z.record(z.string(), z.unknown()),
        bundle: z.object({ uri: z.string(), digest: z.string() }).nullable(),
        warnings: z.array(z.string()),
        notes: z.array(z.string()),
        checks: checksSchema.nullable(),
        compared: comparisonSchema.nullable(),
        plots: z
          .record(z.string(), z.object({ network: plotsSchema, forest: plotsSchema }))
          .describe(
            'By task, plots that its kind declares an ideal of; empty of results of earlier versions.',
          ),
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

export const logEntrySchema = z
  .looseObject({
    time: z.number().describe('Milliseconds since the epoch.'),
    level: z.number().describe('30 info, 40 warning, 50 error.'),
    msg: z.string().optional(),
  })
  .meta({ id: 'LogEntry' });
