/**
 * Responsible for the plan of extraction: shards, features and split, decided once over the source's footers.
 * Leaves to others: carrying it out (extract-shard.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspalierError, type PlanBody } from '@espalier/domain';
import { type PipelineSpec, renderSpecIssues } from '@espalier/spec';
import { cutShards, shardBytes, sourceBytes } from './balance-shards.js';
import { checkSource, heldToSource } from './check-source.js';
import { Database } from './database.js';
import { planJoins } from './joins/plan-joins.js';
import { KeptCopies } from './kept-copies.js';
import { type PreflightOptions, withSizes } from './preflight.js';
import { identifyObjects, sourceDigest } from './source-identity.js';
import { splitRules } from './split-rows.js';
import { toldPartitions } from './told-partitions.js';

/** So that a small source still occupies the default two workers evenly. */
const leastShards = 4;

export interface PlanOptions extends PreflightOptions {
  /** Wanted number of training shards; default one for each 64 MB, at least 4 and `encoder.workers`. Row groups are never cut. */
  readonly targetShards?: number;
}

/**
 * Plans the extraction. Reads footers and a small sample of rows; the split column too when the split is by time, and every
 * byte of a local source once for its digest. Tables and logs that columns are joined from are read whole, of the columns that it takes.
 * @throws EspalierError `spec.invalid` with all preflight issues in `details.issues`; `features.source-changed` where an object changes
 *   meanwhile.
 */
export async function planSource(spec: PipelineSpec, options: PlanOptions): Promise<PlanBody> {
  const scratchDir = await mkdtemp(join(options.scratchDir ?? tmpdir(), 'espalier-plan-'));
  try {
    using database = await Database.open({ scratchDir });
    database.interruptOn(options.signal);
    const access = { ...options, scratchDir, kept: new KeptCopies() };
    const checked = await checkSource(database, heldToSource(spec), access);
    options.signal?.throwIfAborted();
    const { issues, warnings, notes } = withSizes(spec, checked);
    if (issues.length > 0) {
      const message = `The pipeline does not fit its source:\n${renderSpecIssues(issues)}`;
      throw new EspalierError('spec.invalid', message, { details: { issues } });
    }
    const { split } = spec.source;
    const trainBytes = sourceBytes(checked.train);
    const rules = await splitRules(database, split, checked.train, access);
    // Encoder ranks take whole shards, and one that has none adds nothing.
    const least = Math.max(leastShards, spec.encoder.workers);
    const count = options.targetShards ?? Math.max(least, Math.ceil(trainBytes / shardBytes));
    const sources = {
      train: await identifyObjects(checked.train, options.signal),
      eval: await identifyObjects(checked.eval, options.signal),
    };
    const train = cutShards(sources.train, {
      split: rules.length > 0 ? 'mixed' : 'train',
      firstShard: 0,
      firstObject: 0,
      count,
    });
    const held = cutShards(sources.eval, {
      split: 'eval',
      firstShard: (train.at(-1)?.index ?? -1) + 1,
      firstObject: sources.train.length,
      count: Math.max(1, Math.round((sourceBytes(checked.eval) * count) / Math.max(1, trainBytes))),
    });
    const partitions = toldPartitions(spec, sources);
    const joins =
      checked.joins === null ? null : await planJoins(checked.joins, checked.tables, options.signal);
    const joined = joins?.tables.map(({ objects }) =>
      objects.map((object) => ({ ...object, partitions: [] })),
    );
    return {
      shards: [...train, ...held],
      ...(partitions === null ? {} : { partitions }),
      features: checked.features,
      columns: checked.columns,
      ...(joins === null ? {} : { joins }),
      splitRules: rules,
      sourceDigest: sourceDigest([sources.train, sources.eval, ...(joined ?? [])]),
      warnings,
      notes,
    };
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}
