/** Responsible for what a trainer rank reads before it trains: the forest, the network's configuration, the shards. */
import { join } from 'node:path';
import type { ArtifactRef, FeatureSchema, LeafMap } from '@espalier/domain';
import type { NetworkConfig } from '@espalier/ranker';
import { partOf, type Store } from '@espalier/store';
import { inputManifest } from '../stages/input-manifests.js';
import type { RankServices } from './rank-services.js';

export interface TrainerInputs {
  /** Arrow files in the rank's scratch folder, in the order of the shards. */
  readonly shardPaths: readonly string[];
  readonly leafMap: LeafMap;
  readonly config: NetworkConfig;
}

/** Every rank has all training rows on its disk: a global batch may draw any of them. */
export async function readTrainerInputs({
  store,
  spec,
  input,
  scratchDir,
}: RankServices): Promise<TrainerInputs> {
  const { inputs } = input.context;
  const [schema, leafMap, shardPaths] = await Promise.all([
    inputManifest(store, inputs, 'extract').then((extract) =>
      store.getVerifiedJson(partOf(extract, extract.body.schemaPart)),
    ) as Promise<FeatureSchema>,
    inputManifest(store, inputs, 'fit-encoder').then((encoder) =>
      store.getVerifiedJson(partOf(encoder, encoder.body.leafMapPart)),
    ) as Promise<LeafMap>,
    inputManifest(store, inputs, 'encode').then((encode) => {
      const training = encode.body.shards.filter(({ split }) => split === 'train');
      const shards = training.map(({ part }) => partOf(encode, part));
      return download(store, shards, scratchDir);
    }),
  ]);
  const { architecture, embeddingDim, hidden, tower, dropout, leafSkip } = spec.model;
  const config: NetworkConfig = {
    architecture,
    tasks: spec.tasks.map(({ name, group }) => ({ name, group })),
    embeddingDim,
    hidden,
    tower,
    dropout,
    leafSkip,
    dense: schema.columns.flatMap((column) =>
      column.kind === 'numeric' ? [{ mean: column.mean, standardDeviation: column.standardDeviation }] : [],
    ),
  };
  return { shardPaths, leafMap, config };
}

const downloadsAtOnce = 8;

async function download(store: Store, refs: readonly ArtifactRef[], scratchDir: string): Promise<string[]> {
  const paths = refs.map((_, index) => join(scratchDir, `shard-${index}.arrow`));
  const waiting = refs.entries();
  const downloads = Array.from({ length: downloadsAtOnce }, async () => {
    for (const [index, ref] of waiting) await store.getToFile(ref, paths[index] as string);
  });
  await Promise.all(downloads);
  return paths;
}
