/** Decides how many shards, or ranks, a finished stage was made of; pure. */
import { type StageBodies, type StageManifest, type StageName, slicesOfShards } from '@espalier/domain';

/** The same number that the stage gave when it ran. */
export function shardCount(manifest: StageManifest): number {
  const body = <S extends StageName>(_stage: S) => manifest.body as StageBodies[S];
  switch (manifest.stage) {
    case 'plan':
      return slicesOfShards(body('plan').shards).length;
    case 'extract':
      // A source shard that is split leaves two parts of one name, `train/NAME` and `eval/NAME`.
      return new Set(body('extract').shards.map(({ part }) => part.split('/').at(-1))).size;
    case 'fit-encoder':
      return body('fit-encoder').worldSize;
    case 'encode':
      return body('encode').shards.length;
    case 'train':
      return body('train').worldSize;
    case 'evaluate':
      return manifest.parts.length;
    case 'publish':
    case 'compare':
      return 1;
  }
}
