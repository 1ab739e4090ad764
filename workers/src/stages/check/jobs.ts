/**
 * Responsible for which shards a check measures: all of the newest rows, and of those that are learnt from at most so many, spread evenly over all. None
 * where the newest rows have no source of their own.
 */
import type { FeatureShard, PartRef, StageManifest } from '@espalier/domain';
import type { Side } from '@espalier/features';
import { partOf, type Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { inputManifest } from '../input-manifests.js';
import type { NewJob } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';

export interface CheckPayload {
  readonly side: Side;
  readonly index: number;
  readonly features: PartRef;
  readonly schema: PartRef;
  /** Of the shard's rows, whose numbers are drawn. */
  readonly share: number;
}

export interface CheckResult {
  readonly side: Side;
  readonly profile: PartRef;
  /** Null where there are no numbers. */
  readonly drawn: PartRef | null;
}

const mostTrainingShards = 32;
/** Rows of a side whose numbers are drawn: what quantiles of them err by is far below what checks look for. */
const rowsToDraw = 20_000;

export async function checkJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const { spec } = await readStoredSpec(store, context.spec);
  if (spec.source.eval === undefined) return [];
  const extract = await inputManifest(store, context.inputs, 'extract');
  const { shards, schemaPart } = extract.body;
  const newest = shards.filter(({ split }) => split === 'eval');
  const learnt = shards.filter(({ split }) => split === 'train' || split === 'encoder');
  const measured = [
    ...ofSide('training', evenly(learnt, mostTrainingShards), extract),
    ...ofSide('newest', newest, extract),
  ];
  const schema = partOf(extract, schemaPart);
  return measured.map(({ rows, ...payload }, index) => {
    return { shard: index, rows, payload: { ...payload, index, schema } satisfies CheckPayload };
  });
}

function ofSide(side: Side, shards: readonly FeatureShard[], extract: StageManifest) {
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  const share = Math.min(1, rowsToDraw / Math.max(1, rows));
  return shards.map((shard) => {
    return { side, share, rows: shard.rows, features: partOf(extract, shard.part) };
  });
}

/** At most `most` of them, from the first on at equal distances. */
export function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as T);
}
