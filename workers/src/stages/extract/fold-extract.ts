/** Responsible for the extraction's fold: what each split holds, vocabularies and ranges. */
import { EspalierError, type FeatureShard, type PartRef, type SplitName, splitNames } from '@espalier/domain';
import {
  checkClusters,
  checkSplits,
  type ShardCounts,
  type ShardStatistics,
  ShardsFold,
} from '@espalier/features';
import { clusterColumn } from '@espalier/spec';
import { mapBounded, type Store, writePart } from '@espalier/store';
import { inputManifest } from '../input-manifests.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';
import type { ExtractResult } from './jobs.js';

const schemaPart = 'feature-schema.json';
/** Statistics that are fetched, and in memory, at once. */
const fetchedAtOnce = 8;

/** @throws EspalierError `features.one-class-label`, `features.empty-split`, `features.no-clusters` */
export async function foldExtract(
  { services, context, logger, signal }: FoldContext,
  ofShards: readonly unknown[],
): Promise<StageResult<'extract'>> {
  const { store } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  const plan = (await inputManifest(store, context.inputs, 'plan')).body;
  const found = (ofShards as readonly ExtractResult[]).flatMap((result) => result.splits);
  return services.inScratch(async (scratchDir) => {
    const options = {
      features: plan.features,
      tasks: spec.tasks,
      minCount: spec.features.minCount,
      seed: spec.seed,
    };
    using fold = new ShardsFold(options, { scratchDir });
    const counts: ShardCounts[] = [];
    for await (const statistics of statisticsOf(store, found, signal)) {
      const { numeric: _, categorical: __, ...counted } = statistics;
      counts.push(counted);
      if (counted.split === 'train' || counted.split === 'encoder') await fold.add(statistics);
    }
    const { splits, warnings } = checkSplits(counts, spec);
    if (spec.strict && warnings.length > 0) {
      throw new EspalierError('features.strict', `strict refuses: ${warnings.join(' ')}`, {
        details: { warnings },
      });
    }
    for (const warning of warnings) logger.warn({ runId: context.runId }, warning);
    const { schema, rareShares } = await fold.end();
    const held = counts.filter(({ split }) => split === 'eval');
    checkClusters(held, clusterColumn(spec));

    const schemaBytes = new TextEncoder().encode(JSON.stringify(schema));
    const schemaRef = await writePart(store, schemaPart, schemaBytes);
    const shards: FeatureShard[] = found.map(({ split, rows, features }, index) => ({
      index,
      split,
      rows,
      part: features.name,
    }));
    const parts: PartRef[] = [schemaRef, ...found.map(({ features }) => features)];
    const perSplit = <T>(value: (split: SplitName) => T) =>
      Object.fromEntries(splitNames.map((split) => [split, value(split)])) as Record<SplitName, T>;
    const body = {
      shards,
      schemaPart,
      rows: perSplit((split) => splits[split].rows),
      positives: perSplit((split) => splits[split].positives),
      rareShares,
      warnings,
    };
    return { parts, body };
  });
}

/** In their order. */
async function* statisticsOf(
  store: Store,
  found: ExtractResult['splits'],
  signal: AbortSignal,
): AsyncGenerator<ShardStatistics> {
  for (let from = 0; from < found.length; from += fetchedAtOnce) {
    signal.throwIfAborted();
    const parts = found.slice(from, from + fetchedAtOnce);
    yield* await mapBounded(
      parts,
      fetchedAtOnce,
      async ({ statistics }) => (await store.getVerifiedJson(statistics)) as ShardStatistics,
    );
  }
}
