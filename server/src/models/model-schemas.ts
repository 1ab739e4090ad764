/** Responsible for what the server says of registered models, and what it is asked of them. */
import { approvalEnds, modelActions, modelAliases, modelNamePattern } from '@espalier/domain';
import { z } from 'zod';
import { reasonSchema } from '../pipelines/pipeline-schemas.js';

export const modelName = z.string().regex(modelNamePattern).describe('The model, such as home-feed.');

const mostVersions = 99_999_999;
const versionNumber = z.int().min(1).max(mostVersions);

/** In a path: a number, or an alias. */
export const whichVersion = z
  .string()
  .regex(/^([1-9]\d{0,7}|champion|challenger|previous)$/)
  .describe(`A number, or ${modelAliases.join(', ')}.`);

const aliasesSchema = z.object({
  champion: z.int().nullable(),
  challenger: z.int().nullable(),
  previous: z.int().nullable().describe('The champion before, while a rollback may go back to it.'),
});

export const modelSchema = aliasesSchema
  .extend({
    model: z.string(),
    versions: z.int().describe('How many were ever registered: the number of the latest.'),
    held: z.array(z.int()).describe('Of which a gate failed, and nobody has said anything since.'),
    approved: z.array(z.int()),
    rejected: z.array(z.int()),
    awaiting: z
      .array(
        z.object({
          version: z.int(),
          until: z.string().describe('ISO 8601.'),
          otherwise: z.enum(approvalEnds).describe('What happens then, unless somebody has decided.'),
          wentBack: z
            .int()
            .optional()
            .describe('The change that went back to an older champion meanwhile: nothing is promoted then.'),
        }),
      )
      .optional()
      .describe('Versions that wait for a person; absent where none ever did.'),
  })
  .meta({ id: 'Model' });

const standing = z.enum(['registered', 'held', 'awaiting', 'approved', 'rejected']);

export const runVersionSchema = z
  .object({
    runId: z.string(),
    registration: z
      .object({
        model: z.string().nullable().describe("That the run's pipeline names; null where it names none."),
        version: z
          .object({
            number: z.int(),
            alias: z.enum(modelAliases).nullable().describe('What the model calls it now.'),
            standing,
          })
          .nullable()
          .describe('Null where the run has registered none, or none yet.'),
      })
      .nullable()
      .describe("Null where nobody keeps the run's pipeline: then nobody can tell."),
  })
  .meta({ id: 'RunVersion' });

const artifactRefSchema = z.looseObject({ key: z.string(), digest: z.string(), sizeBytes: z.number() });

export const modelVersionSchema = z
  .object({
    model: z.string(),
    version: z.int(),
    registeredAt: z.string().describe('ISO 8601.'),
    run: z.string(),
    pipeline: z.string(),
    bundle: z.object({ uri: z.string(), digest: z.string() }),
    standing,
    made: z
      .looseObject({
        sourceDigest: z.string(),
        spec: artifactRefSchema.describe('The pipeline of its run, as started.'),
        manifests: z
          .record(z.string(), artifactRefSchema)
          .describe('What each stage made, by the ID of its instance.'),
        checkpoints: z
          .record(z.string(), artifactRefSchema.extend({ step: z.int() }))
          .describe('The last ones of encoder and network that there were.'),
        partitions: z.array(z.looseObject({ split: z.string(), label: z.string() })),
        verdicts: z.array(z.looseObject({ gate: z.string(), passed: z.boolean(), because: z.string() })),
      })
      .describe('What it was made of, and what the gates said.'),
    stale: z
      .array(
        z.object({
          label: z.string(),
          split: z.enum(['train', 'eval']),
          seen: z.string(),
          now: z.string(),
          since: z.string(),
        }),
      )
      .describe('Partitions that were written anew since.'),
  })
  .meta({ id: 'ModelVersion' });

const replaySchema = z
  .object({
    outcome: z.enum(['same', 'none', 'differs', 'undone']),
    rows: z.int().optional(),
    largest: z
      .number()
      .optional()
      .describe('The largest difference of any score, in log-odds to first order.'),
    tolerance: z.number().optional(),
    why: z.string().optional(),
    isUnusable: z
      .boolean()
      .optional()
      .describe('The bundle is damaged or gone: nothing makes it the champion.'),
    isWhole: z
      .boolean()
      .optional()
      .describe('The rows could not be scored, but the bundle is the one that was registered.'),
  })
  .meta({ id: 'Replay' })
  .describe('What came of scoring the golden rows of a version again, before it became the champion.');

export const modelChangeSchema = z
  .object({
    number: z.int(),
    action: z.enum(modelActions),
    version: z.int(),
    by: z.string(),
    reason: z.string(),
    at: z.string().describe('ISO 8601.'),
    before: aliasesSchema,
    after: aliasesSchema,
    replay: replaySchema.optional(),
    isExpiry: z.boolean().optional().describe('Nobody had approved or rejected the version by its deadline.'),
    despiteReplay: z.boolean().optional().describe('Asked for whatever the golden rows say.'),
  })
  .meta({ id: 'ModelChange' });

const estimateSchema = z.object({
  value: z.number(),
  standardError: z.number(),
  degreesOfFreedom: z.number(),
  ci: z.tuple([z.number(), z.number()]).describe('95 %.'),
});
const estimatesSchema = z.record(z.string(), z.record(z.string(), estimateSchema.nullable()));

export const watchPointSchema = z
  .object({
    pipeline: z.string(),
    run: z.string().describe('That has scored it.'),
    partition: z.string(),
    content: z.string().describe("Digest of the partition's content, which is scored once."),
    at: z.string().describe('ISO 8601.'),
    version: z.int().describe('Of the champion then.'),
    bundle: z.string(),
    rows: z.int(),
    cluster: z.object({ column: z.string(), clusters: z.int() }).nullable(),
    estimates: estimatesSchema.describe('By task and figure; null where the rows do not give it.'),
    reference: z
      .object({ partition: z.string(), estimates: estimatesSchema })
      .nullable()
      .describe('What the figures are held to; null of the first that is known of a version.'),
    verdicts: z.array(
      z.object({
        task: z.string(),
        figure: z.string(),
        drifted: z.boolean(),
        because: z.string(),
        worseBy: z.number().nullable(),
        pValue: z.number().nullable(),
      }),
    ),
    drifted: z.boolean(),
    isRewritten: z.boolean().describe('The partition was written anew since, and scored again.'),
  })
  .meta({ id: 'WatchPoint' });

/** As pages of the series give it: a partition and a pipeline. */
export const watchCursor = z
  .string()
  .max(200)
  .regex(/^[0-9T:-]{1,32}\/[a-z0-9_-]+$/);

export const askedSchema = z.strictObject({
  version: versionNumber.optional().describe('Without it the challenger.'),
  reason: reasonSchema,
});

const despiteReplay = z
  .boolean()
  .optional()
  .describe(
    'Whatever its golden rows say, as long as the bundle is whole; the history tells who said so, and why.',
  );

export const promotionSchema = askedSchema.extend({
  despiteReplay,
  seenChampion: versionNumber
    .nullable()
    .optional()
    .describe('The champion that the caller has seen: where it is another one by now, nothing is promoted.'),
});

export const rollbackSchema = z.strictObject({ reason: reasonSchema, despiteReplay });

export const answerSchema = z
  .object({
    change: z.int(),
    version: z.int(),
    before: aliasesSchema,
    after: aliasesSchema,
    replay: replaySchema.optional(),
  })
  .meta({ id: 'ModelAnswer' });
