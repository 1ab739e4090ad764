/** Decides how many shards, or ranks, a finished stage was made of; pure. */
import { type StageBodies, type StageManifest, type StageName, slicesOfShards } from '@espalier/domain';

/** The same number that each stage gave when it ran. */
export const shardCounts: { readonly [S in StageName]: (manifest: StageManifest<StageBodies[S]>) => number } =
  {
    plan: ({ body }) => slicesOfShards(body.shards).length,
    // A source shard that is split leaves two parts of one name, `train/NAME` and `eval/NAME`.
    extract: ({ body }) => new Set(body.shards.map(({ part }) => part.split('/').at(-1))).size,
    'fit-encoder': ({ body }) => body.worldSize,
    encode: ({ body }) => body.shards.length,
    train: ({ body }) => body.worldSize,
    evaluate: ({ parts }) => parts.length,
    publish: () => 1,
    compare: () => 1,
  };

export function shardCount(manifest: StageManifest): number {
  return shardCounts[manifest.stage](manifest as StageManifest<never>);
}
