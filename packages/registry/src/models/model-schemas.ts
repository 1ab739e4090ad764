/** Responsible for the form of a model's records in S3, each read through one schema. Leaves to others: reading and writing them. */
import {
  approvalEnds,
  checkNames,
  type Digest,
  gateResults,
  type ModelChange,
  type ModelState,
  type ModelVersion,
  modelActions,
  modelNamePattern,
  type Replay,
  stageNames,
  type VersionRecord,
} from '@espalier/domain';
import { isDigest, type Store } from '@espalier/store';
import { z } from 'zod';
import { readRecord } from '../records.js';

const number = z.int().min(1);
/** It becomes part of keys and paths. */
const model = z.string().regex(modelNamePattern);
const digest = z.custom<Digest>(isDigest, 'expected a SHA-256 digest');
const artifact = z.object({ key: z.string(), digest, sizeBytes: z.int().min(0) });
const alias = number.nullable();
const aliases = { champion: alias, challenger: alias, previous: alias };
const bundle = z.object({ uri: z.string(), digest });
const versions = z.array(number);
const deadline = { until: z.iso.datetime(), otherwise: z.enum(approvalEnds) };
const championVerdict = z.object({
  version: number,
  bundle: digest.nullable(),
  partitions: z.array(z.string()),
  rows: z.int().min(0),
  clusters: z.int().nullable(),
  difference: z.number().nullable(),
  ci: z.tuple([z.number(), z.number()]).nullable(),
  pValue: z.number().nullable(),
});

const checkVerdict = z.object({
  check: z.enum(checkNames),
  against: z.enum(['training', 'champion', 'partitions']),
  passed: z.boolean(),
  judged: z.int().min(0),
  because: z.string(),
  findings: z.array(
    z.object({
      check: z.enum(checkNames),
      against: z.enum(['training', 'champion', 'partitions']),
      of: z.string(),
      value: z.number().nullable(),
      because: z.string(),
    }),
  ),
});

const replay = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('same'), rows: z.int(), largest: z.number(), tolerance: z.number() }),
  z.object({ outcome: z.literal('none'), why: z.string() }),
  z.object({ outcome: z.literal('undone'), why: z.string(), isWhole: z.boolean().optional() }),
  z.object({ outcome: z.literal('differs'), why: z.string(), isUnusable: z.boolean().optional() }),
]) as z.ZodType<Replay>;

export const modelStateSchema: z.ZodType<ModelState> = z.object({
  model,
  change: z.int().min(0),
  versions: z.int().min(0),
  ...aliases,
  held: versions,
  approved: versions,
  rejected: versions,
  awaiting: z
    .array(
      z.object({ version: number, ...deadline, comparedWith: alias.optional(), wentBack: number.optional() }),
    )
    .optional(),
});

const modelChangeSchema = z.object({
  model,
  number,
  action: z.enum(modelActions),
  version: number,
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  request: z.string(),
  before: z.object(aliases),
  after: modelStateSchema,
  registration: z
    .object({
      run: z.string(),
      pipeline: z.string(),
      bundle,
      record: artifact,
      gates: z.enum(gateResults),
      promote: z.boolean(),
      comparedWith: alias.optional(),
      approval: z.object(deadline).optional(),
    })
    .optional(),
  replay: replay.optional(),
  isExpiry: z.boolean().optional(),
  despiteReplay: z.boolean().optional(),
});

export const modelVersionSchema: z.ZodType<ModelVersion> = z.object({
  model,
  version: number,
  registeredAt: z.string(),
  run: z.string(),
  pipeline: z.string(),
  bundle,
  record: artifact,
});

export const registeredRunSchema = z.object({ version: number });

export const versionRecordSchema: z.ZodType<VersionRecord> = z.object({
  run: z.string(),
  pipeline: z.string(),
  bundle,
  spec: artifact,
  code: z.record(z.string(), digest),
  manifests: z.record(z.string(), artifact.extend({ stage: z.enum(stageNames) })),
  checkpoints: z.record(z.string(), artifact.extend({ step: z.int().min(0) })),
  sourceDigest: digest,
  partitions: z.array(
    z.object({
      split: z.enum(['train', 'eval']),
      label: z.string(),
      files: z.int(),
      rows: z.int(),
      sizeBytes: z.number(),
      digest: digest.nullable(),
    }),
  ),
  verdicts: z.array(
    z.object({
      gate: z.string(),
      task: z.string().nullable(),
      slice: z.object({ column: z.string(), value: z.string() }).optional(),
      passed: z.boolean(),
      because: z.string(),
      champion: championVerdict.optional(),
    }),
  ),
  golden: z
    .union([
      z.object({ missing: z.string() }),
      z.object({
        rows: z.int().min(1),
        positives: z.record(z.string(), z.int().min(0)),
        features: artifact,
        scores: artifact,
        fingerprint: digest,
      }),
    ])
    .optional(),
  checks: z.object({ verdicts: z.array(checkVerdict), profile: artifact.nullable() }).optional(),
});

/** A change as it was written: a field that is left out is not there. */
export async function readChange(store: Store, key: string): Promise<ModelChange | null> {
  const read = await readRecord(store, key, modelChangeSchema);
  if (read === null) return null;
  const { registration, replay, isExpiry, despiteReplay, ...change } = read;
  return {
    ...change,
    ...(registration === undefined ? {} : { registration }),
    ...(replay === undefined ? {} : { replay }),
    ...(isExpiry === undefined ? {} : { isExpiry }),
    ...(despiteReplay === undefined ? {} : { despiteReplay }),
  };
}
