/** Responsible for the manifest of the encoded shards. */
import { type LeafMap, leafSlots, type ManifestRef, type MarginColumn } from '@espalier/domain';
import { mergeMoments } from '@espalier/features';
import { partOf } from '@espalier/store';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import type { EncodeResult } from '../shards/shard-contracts.js';
import { inputManifest } from '../stages/input-manifests.js';
import type { StageServices } from '../stages/stage-services.js';
import { commitResult, ofStage } from './commit-result.js';

export async function foldEncode(
  services: StageServices,
  context: StageContext,
  fanout: FanoutResult,
): Promise<ManifestRef> {
  const { store } = services;
  const results = (await store.getVerifiedJson(fanout.results)) as EncodeResult[];
  const encoder = await inputManifest(store, context.inputs, 'fit-encoder');
  const leafMap = (await store.getVerifiedJson(partOf(encoder, encoder.body.leafMapPart))) as LeafMap;
  const shards = results.map(({ index, split, rows, encoded }) => ({
    index,
    split,
    rows,
    part: encoded.name,
  }));
  const body = {
    shards,
    slots: leafSlots(leafMap),
    denseColumns: results[0]?.denseColumns ?? [],
    margins: foldMargins(
      results,
      leafMap.forests.map(({ task }) => task),
    ),
  };
  const parts = results.map(({ encoded }) => encoded);
  return commitResult(services, ofStage(context, 'encode'), parts, body);
}

/** Over all rows with margins, merged in the order of the shards. */
function foldMargins(results: readonly EncodeResult[], tasks: readonly string[]): MarginColumn[] | null {
  const ofShards = results.flatMap(({ margins }) => (margins === null ? [] : [margins]));
  if (ofShards.length === 0) return null;
  return tasks.map((task, index) => {
    const { count, mean, m2 } = mergeMoments(ofShards.flatMap((margins) => margins[index] ?? []));
    const deviation = Math.sqrt(m2 / count);
    return { task, mean, standardDeviation: deviation > 0 ? deviation : 1 };
  });
}
