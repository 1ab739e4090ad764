/** Responsible for the extraction's fold: vocabularies and ranges over the training shards only, and the manifest. */
import type { FeatureShard, ManifestRef, PartRef, SplitName } from '@espalier/domain';
import { checkEvalStatistics, foldStatistics, type ShardStatistics } from '@espalier/features';
import { openStage, writePart } from '@espalier/store';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import type { ExtractResult } from '../shards/shard-contracts.js';
import { inputManifest } from '../stages/input-manifests.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { commitResult, ofStage } from './commit-result.js';

const schemaPart = 'feature-schema.json';

/** @throws EspalierError `features.one-class-label`, `features.empty-split` */
export async function foldExtract(
  services: StageServices,
  context: StageContext,
  fanout: FanoutResult,
): Promise<ManifestRef> {
  const { store, logger } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  const plan = (await inputManifest(store, context.inputs, 'plan')).body;
  const results = (await store.getVerifiedJson(fanout.results)) as ExtractResult[];
  const splits = results.flatMap((result) => result.splits);
  const statisticsOf = (split: SplitName) =>
    Promise.all(
      splits
        .filter((part) => part.split === split)
        .map(async (part) => (await store.getVerifiedJson(part.statistics)) as ShardStatistics),
    );
  const [train, held] = await Promise.all([statisticsOf('train'), statisticsOf('eval')]);
  const tasks = spec.tasks.map(({ name }) => name);
  const { minCount } = spec.features;
  const schema = foldStatistics(train, { features: plan.features, tasks, minCount, seed: spec.seed });
  for (const warning of checkEvalStatistics(held, tasks)) logger.warn({ runId: context.runId }, warning);

  const attempt = await openStage(store, context);
  const schemaBytes = new TextEncoder().encode(JSON.stringify(schema));
  const schemaRef = await writePart(store, attempt, schemaPart, schemaBytes);
  const shards: FeatureShard[] = splits.map(({ split, rows, features }, index) => ({
    index,
    split,
    rows,
    part: features.name,
  }));
  const parts: PartRef[] = [schemaRef, ...splits.map(({ features }) => features)];
  const rowsOf = (split: SplitName) =>
    shards.reduce((rows, shard) => rows + (shard.split === split ? shard.rows : 0), 0);
  const rows = { train: rowsOf('train'), eval: rowsOf('eval') };
  return commitResult(services, ofStage(context, 'extract'), parts, { shards, schemaPart, rows });
}
