/**
 * Responsible for the pipeline file's shape: every key, its meaning, range and default, each stated once.
 * Leaves to others: rules between keys (cross-field-rules.ts) and whatever only the data can show (features).
 */
import { isTimezone, partitionEveries } from '@espalier/partitions';
import { z } from 'zod';
import { checks } from './checks-schema.js';
import { fleet } from './fleet-schema.js';
import { count, lookup } from './join-schema.js';
import { model } from './model-schema.js';
import { shareSchema } from './percentage.js';
import { publish } from './publish-schema.js';
import { runs } from './runs-schema.js';
import { task } from './task-schema.js';
import { training, workers } from './training-schema.js';

const uri = z
  .string()
  .min(1)
  .describe(
    'A Parquet file, a folder, a pattern such as data/*.parquet, or s3://bucket/prefix/. Paths are relative to the file.',
  );

const sourcePart = z.strictObject({
  uri,
  last: z
    .int()
    .min(1)
    .max(5_000)
    .optional()
    .describe(
      "With `partitions`: how many partitions are read, counted back from the run's own. Without it 1.",
    ),
  skip: z
    .int()
    .min(0)
    .max(5_000)
    .optional()
    .describe("With `partitions`: how many of the latest are left out, the run's own first. Without it 0."),
  atLeast: z
    .int()
    .min(1)
    .optional()
    .describe('With `partitions`: how many of them must be there. Without it all.'),
});

const partitions = z
  .strictObject({
    key: z
      .string()
      .regex(/^[A-Za-z_]\w{0,62}$/, 'expected letters, digits and _, such as day')
      .describe(
        'Name of the placeholder in `uri`: {day} stands for 2026-11-20, {day:yyyy/MM/dd} for 2026/11/20.',
      ),
    every: z.enum(partitionEveries).default('1d').describe('Length of a partition: a day or an hour.'),
    timezone: z
      .string()
      .refine(isTimezone, 'is no time zone of the IANA database, such as UTC or Europe/Berlin')
      .default('UTC')
      .describe('By whose clocks days and hours are called.'),
    marker: z
      .string()
      .regex(/^[^/]+$/, 'expected the name of a file, such as _SUCCESS')
      .optional()
      .describe('File that is written to a partition once it is whole; one without it is missing.'),
    for: z
      .string()
      .optional()
      .describe('Partition that the run is for, as `--for` gives it; windows are counted back from it.'),
  })
  .describe('How the source is cut by time: a folder or file for each day or hour.');

const split = z
  .strictObject({
    by: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Column that decides a row's part: its key, or with `order: time` its time. Without it, rows are drawn one by one. Rows without a value are training rows.",
      ),
    order: z
      .enum(['hash', 'time'])
      .default('hash')
      .describe(
        'hash: rows with the same key stand in one part only. time: the latest rows are `eval`, those before them `earlyStop`, the earliest `encoder`.',
      ),
    eval: shareSchema('below-one')
      .optional()
      .describe('With one source: share of its rows that only measure the model, such as 10%.'),
    earlyStop: shareSchema('from-zero')
      .optional()
      .describe(
        'Share of the training rows that nothing learns from: they decide which state of the network is kept. Without it 10%; 0 keeps the last state, better than the forest or not.',
      ),
    encoder: shareSchema('from-zero')
      .optional()
      .describe(
        'Share of the training rows for the trees alone; the network then learns from the others. Without it, both learn from the same rows.',
      ),
  })
  .describe('Which rows are set aside, disjointly; all others train.');

const partition = z.strictObject({
  name: z.string().min(1).describe('Key of the folders, and name of the column.'),
  type: z
    .enum(['text', 'integer', 'date', 'timestamp'])
    .default('text')
    .describe('Type of the column: what the folders have behind `=`.'),
});

const source = z
  .strictObject({
    train: sourcePart.describe('The rows that the model learns from.'),
    eval: sourcePart.optional().describe('The rows that only measure the model. Give this or `split.eval`.'),
    partitions: z
      .array(partition)
      .min(1)
      .optional()
      .describe(
        'Columns that folders called key=value below the source make. They are features only where `include` or `derived` names them.',
      ),
    split: split.prefault({}),
    sample: shareSchema('one')
      .optional()
      .describe('Use only about this share of the rows, such as 1%, to try a pipeline out.'),
  })
  .describe('Where the rows come from.');

const derivedColumn = z.strictObject({
  name: z.string().min(1).describe('Name of the new column.'),
  sql: z.string().min(1).describe('DuckDB SQL over the columns of one row.'),
});

const acknowledgement = z.strictObject({
  column: z.string().min(1).describe('Name of the feature.'),
  reason: z.string().min(1).describe('Why it may tell the answer; reports repeat it.'),
});

const features = z
  .strictObject({
    include: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Columns to use as features; without it, all that no label reads.'),
    exclude: z.array(z.string().min(1)).optional().describe('Columns that are never features.'),
    asOf: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Column of a row: the moment that its features are as of. `counts` and `lookups` with `known` take what was known by then, and nothing later.',
      ),
    lookups: z
      .array(lookup)
      .min(1)
      .optional()
      .describe("Further features, from the row of a table that has the row's key."),
    counts: z
      .array(count)
      .min(1)
      .optional()
      .describe('Further features: how many rows of a log had arrived within a time before `asOf`.'),
    derived: z.array(derivedColumn).optional().describe('Further features, computed from a row by SQL.'),
    acknowledged: z
      .array(acknowledgement)
      .optional()
      .describe('Features of which you know that they tell a label alone: no warning, and no refusal.'),
    minCount: z
      .int()
      .min(1)
      .default(20)
      .describe('Categories rarer than this in the training rows share the code "other".'),
  })
  .describe('What the model sees of a row. A column that a label reads is never a feature.');

const encoder = z
  .strictObject({
    trees: z.int().min(1).max(10_000).default(200).describe("Boosting rounds: trees of each task's forest."),
    maxDepth: z.int().min(1).max(14).default(6).describe('Greatest depth of a tree.'),
    learningRate: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .describe("Share of each new tree's correction kept."),
    subsample: z.number().positive().max(1).default(0.8).describe('Share of the rows that each tree sees.'),
    colsample: z
      .number()
      .positive()
      .max(1)
      .default(0.8)
      .describe('Share of the columns that each tree sees.'),
    minChildWeight: z.number().min(0).default(1).describe('Least sum of Hessians in a leaf.'),
    workers: workers('encoder'),
    distribute: z
      .enum(['rows', 'forests'])
      .optional()
      .describe(
        'What ranks share out. `rows`, as without it: all fit each forest together, each on its rows. `forests`: each fits forests of its own, on all rows: none waits for another, and the bytes are those of one rank; for rows that fit in the memory of each.',
      ),
    folds: z
      .int()
      .min(2)
      .max(20)
      .default(2)
      .describe(
        'Parts of the training rows for cross-fitting: what the trees say of a row is learnt by trees that have not seen its part.',
      ),
    checkpointEvery: z
      .int()
      .min(1)
      .default(50)
      .describe("Rounds between checkpoints. Part of the model's identity: the seed moves on at each."),
  })
  .describe('The boosted trees that turn a row into leaf IDs.');

const evaluation = z
  .strictObject({
    cluster: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Column whose values group held-out rows that are not independent, such as member_id, so that intervals allow for it; by default the key that `source.split` hashes.',
      ),
  })
  .describe('How the model is measured.');

const scoring = z
  .strictObject({
    mostUnseen: shareSchema('from-zero')
      .default(0.05)
      .describe(
        "Share of a column's values that may be unlike training's, or missing, beyond what was so in training, before `espalier score` warns. Without it 5%.",
      ),
  })
  .describe('What `espalier score` says of rows that are unlike the ones learnt from.');

export const pipelineSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'expected lower-case letters, digits, - and _, such as home-feed')
      .describe('Name of the pipeline; runs and bundles carry it.'),
    seed: z.int().min(0).max(2_147_483_647).default(7).describe('Fixes every random draw.'),
    strict: z
      .boolean()
      .default(false)
      .describe('Refuse what would otherwise be a warning, such as a feature that tells a label alone.'),
    partitions: partitions.optional(),
    source,
    features: features.prefault({}),
    tasks: z.array(task).min(1).max(64).describe('What the model predicts, one task each.'),
    encoder: encoder.prefault({}),
    model: model.prefault({}),
    training: training.prefault({}),
    evaluation: evaluation.prefault({}),
    scoring: scoring.prefault({}),
    checks: checks.optional(),
    publish: publish.optional(),
    runs: runs.optional(),
    fleet: fleet.optional(),
  })
  .describe('An Espalier pipeline: from event logs in Parquet to a served multi-task ranking model.');

/** A pipeline with all defaults filled; shares are fractions. */
export type PipelineSpec = z.output<typeof pipelineSchema>;

/** A pipeline as its author writes it. */
export type PipelineInput = z.input<typeof pipelineSchema>;

/** What the newest data is held to, defaults filled. */
export type ChecksSpec = NonNullable<PipelineSpec['checks']>;

export type TaskSpec = PipelineSpec['tasks'][number];
