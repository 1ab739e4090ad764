/** Responsible for the form of a series' records and points in S3, each read through one schema. Leaves to others: reading and writing them. */
import { type Digest, modelNamePattern, type WatchPoint, type WatchRecord } from '@espalier/domain';
import { isDigest } from '@espalier/store';
import { z } from 'zod';

const model = z.string().regex(modelNamePattern);
const digest = z.custom<Digest>(isDigest, 'expected a SHA-256 digest');
const version = z.int().min(1);

const estimate = z.object({
  value: z.number(),
  standardError: z.number().min(0),
  degreesOfFreedom: z.number().min(1),
  ci: z.tuple([z.number(), z.number()]),
});
const estimates = z.record(z.string(), z.record(z.string(), estimate.nullable()));

const common = {
  model,
  pipeline: z.string(),
  partition: z.string(),
  content: digest,
  at: z.iso.datetime(),
  version,
  drifted: z.boolean(),
};

export const watchRecordSchema: z.ZodType<WatchRecord> = z.object({
  ...common,
  point: z.object({ key: z.string(), digest, sizeBytes: z.int().min(0) }),
});

export const watchPointSchema: z.ZodType<WatchPoint> = z.object({
  ...common,
  run: z.string(),
  bundle: digest,
  rows: z.int().min(0),
  cluster: z.object({ column: z.string(), clusters: z.int().min(0) }).nullable(),
  estimates,
  reference: z.object({ partition: z.string(), estimates }).nullable(),
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
});
