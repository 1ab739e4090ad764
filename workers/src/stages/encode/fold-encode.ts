/** Responsible for the manifest of the encoded shards. */
import { type LeafMap, leafSlots, type MarginColumn } from '@espalier/domain';
import { mergeMoments } from '@espalier/features';
import { partOf } from '@espalier/store';
import { inputManifest } from '../input-manifests.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import type { EncodeResult } from './jobs.js';

export async function foldEncode(
  { services: { store }, context }: FoldContext,
  ofShards: readonly unknown[],
): Promise<StageResult<'encode'>> {
  const results = ofShards as readonly EncodeResult[];
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
  return { parts, body };
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
