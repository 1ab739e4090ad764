/** Responsible for the extraction's fold: what each split holds, vocabularies and ranges, and the manifest. */
import { EspalierError, type FeatureShard, type PartRef, type SplitName, splitNames } from '@espalier/domain';
import {
  checkClusters,
  checkSplits,
  foldStatistics,
  rareShares,
  type ShardStatistics,
} from '@espalier/features';
import { clusterColumn } from '@espalier/spec';
import { writePart } from '@espalier/store';
import type { ExtractResult } from '../shards/shard-contracts.js';
import { inputManifest } from '../stages/input-manifests.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import type { FoldContext, Folded } from './folded.js';

const schemaPart = 'feature-schema.json';

/** @throws EspalierError `features.one-class-label`, `features.empty-split`, `features.no-clusters` */
export async function foldExtract(
  { services: { store }, context, logger }: FoldContext,
  ofShards: readonly unknown[],
): Promise<Folded<'extract'>> {
  const results = ofShards as readonly ExtractResult[];
  const { spec } = await readStoredSpec(store, context.spec);
  const plan = (await inputManifest(store, context.inputs, 'plan')).body;
  const found = results.flatMap((result) => result.splits);
  const statistics = await Promise.all(
    found.map(async (part) => (await store.getVerifiedJson(part.statistics)) as ShardStatistics),
  );
  const { splits, warnings } = checkSplits(statistics, spec);
  if (spec.strict && warnings.length > 0) {
    throw new EspalierError('features.strict', `strict refuses: ${warnings.join(' ')}`, {
      details: { warnings },
    });
  }
  for (const warning of warnings) logger.warn({ runId: context.runId }, warning);
  const taught = statistics.filter(({ split }) => split === 'train' || split === 'encoder');
  const schema = foldStatistics(taught, {
    features: plan.features,
    tasks: spec.tasks.map(({ name }) => name),
    minCount: spec.features.minCount,
    seed: spec.seed,
  });
  const held = statistics.filter(({ split }) => split === 'eval');
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
    rareShares: rareShares(taught, schema),
    warnings,
  };
  return { parts, body };
}
