/** Responsible for what the server says of registered pipelines, and what it is asked of them. */
import { modelNamePattern } from '@espalier/domain';
import { z } from 'zod';
import { startSchema } from '../runs/run-start-schemas.js';

export const pipelineName = z.string().regex(modelNamePattern).describe('The pipeline, such as home-feed.');

export const versionNumber = z.int().min(1).max(99_999_999);

export const reasonSchema = z.string().min(1).max(500).describe('Why, for the history.');

export const versionSchema = z
  .object({
    pipeline: z.string(),
    version: z.int(),
    by: z.string(),
    reason: z.string(),
    at: z.string().describe('ISO 8601.'),
  })
  .meta({ id: 'PipelineVersion' });

export const pipelineSchema = versionSchema
  .extend({
    source: z.object({
      text: z.string().describe('The pipeline file, as YAML.'),
      path: z.string().describe('Where it was read from, for people.'),
      baseDir: z.string().describe('Folder that relative source paths start from.'),
    }),
  })
  .meta({ id: 'Pipeline' });

export const applySchema = z.strictObject({ spec: startSchema.shape.spec, reason: reasonSchema });

export const triggerSchema = startSchema.omit({ spec: true }).extend({
  version: versionNumber.optional().describe('Of the pipeline; the one that counts by default.'),
});

const refusalSchema = z
  .looseObject({ code: z.string(), message: z.string() })
  .nullable()
  .describe('Why; null where there is nothing to tell.');

export const activitySchema = z
  .object({
    queue: z.object({
      active: z.array(z.string()).describe('IDs of the runs that go.'),
      waiting: z
        .array(z.object({ runId: z.string(), sideBySide: z.int(), sinceMs: z.number() }))
        .describe('Those that wait for their turn, the next one first.'),
    }),
    watch: z
      .object({
        known: z
          .record(z.string(), z.string())
          .nullable()
          .describe('Digests of the newest partitions; null before the first look.'),
        problem: refusalSchema,
        answered: z
          .array(
            z.object({
              label: z.string(),
              digest: z.string(),
              isRewritten: z.boolean(),
              atMs: z.number(),
              runId: z.string().nullable().describe('Null where none was started.'),
              refusal: refusalSchema,
            }),
          )
          .describe('The latest partitions that a run was asked for, the last one first.'),
      })
      .nullable()
      .describe('Null where the pipeline does not look for partitions.'),
  })
  .meta({ id: 'PipelineActivity' });
