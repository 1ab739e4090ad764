/** Responsible for what the server says of registered pipelines, and what it is asked of them. */
import { modelNamePattern } from '@espalier/domain';
import { z } from 'zod';
import { startSchema } from '../runs/run-schemas.js';

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
