/** Responsible for what a trainer rank reads before it trains: the forest, the network's configuration, the shards. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactRef, EncodeBody, FeatureSchema, LeafMap, SplitName } from '@espalier/domain';
import { baseLosses, type NetworkConfig, type RowLoss } from '@espalier/ranker';
import type { PipelineSpec } from '@espalier/spec';
import { partOf, type Store } from '@espalier/store';
import type { RankServices } from '../../gang/rank-services.js';
import { inputManifest } from '../input-manifests.js';

export interface TrainerInputs {
  /** Arrow files in the rank's scratch folder, in the order of the shards. */
  readonly shardPaths: readonly string[];
  /** The same of the early-stop rows; may be none. */
  readonly earlyStopPaths: readonly string[];
  /** Rows of `shardPaths`. */
  readonly rows: number;
  /** What predicting the mean label of the rows that are learnt from loses on a row, by task. */
  readonly baseLosses: Readonly<Record<string, RowLoss>>;
  readonly leafMap: LeafMap;
  readonly config: NetworkConfig;
}

/** Every rank has all training rows on its disk: a global batch may draw any of them. */
export async function readTrainerInputs({
  store,
  spec,
  input,
  scratchDir,
  reporter,
}: RankServices): Promise<TrainerInputs> {
  const { inputs } = input.context;
  const [schema, leafMap, { shardPaths, earlyStopPaths, rows, margins }] = await Promise.all([
    inputManifest(store, inputs, 'extract').then((extract) =>
      store.getVerifiedJson(partOf(extract, extract.body.schemaPart)),
    ) as Promise<FeatureSchema>,
    inputManifest(store, inputs, 'fit-encoder').then((encoder) =>
      store.getVerifiedJson(partOf(encoder, encoder.body.leafMapPart)),
    ) as Promise<LeafMap>,
    inputManifest(store, inputs, 'encode').then(async (encode) => {
      const refsOf = (wanted: SplitName) =>
        encode.body.shards.filter(({ split }) => split === wanted).map(({ part }) => partOf(encode, part));
      const [train, earlyStop] = [refsOf('train'), refsOf('earlyStop')];
      const loaded = reporter.loading(sizeOf([...train, ...earlyStop]));
      return {
        shardPaths: await download(store, train, join(scratchDir, 'train'), loaded),
        earlyStopPaths: await download(store, earlyStop, join(scratchDir, 'earlyStop'), loaded),
        rows: encode.body.shards.reduce((sum, { split, rows }) => sum + (split === 'train' ? rows : 0), 0),
        margins: encode.body.margins,
      };
    }),
  ]);
  const { leaves: _asMargins, ...model } = spec.model;
  const config: NetworkConfig = {
    ...model,
    margins: margins === null ? null : inTaskOrder(margins, spec.tasks),
    tasks: spec.tasks.map(({ name, group, kind }) => ({ name, group, kind })),
    dense: schema.columns.flatMap((column) =>
      column.kind === 'numeric' ? [{ mean: column.mean, standardDeviation: column.standardDeviation }] : [],
    ),
  };
  const means = Object.fromEntries(schema.tasks.map((task) => [task.name, task.positives / task.rows]));
  return { shardPaths, earlyStopPaths, rows, baseLosses: baseLosses(spec.tasks, means), leafMap, config };
}

function inTaskOrder(margins: NonNullable<EncodeBody['margins']>, tasks: PipelineSpec['tasks']) {
  return tasks.map(({ name }) => {
    const found = margins.find(({ task }) => task === name);
    if (found === undefined) throw new RangeError(`no margins of task ${name} were encoded`);
    return { mean: found.mean, standardDeviation: found.standardDeviation };
  });
}

const downloadsAtOnce = 8;

function sizeOf(refs: readonly ArtifactRef[]): number {
  return refs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

async function download(
  store: Store,
  refs: readonly ArtifactRef[],
  dir: string,
  loaded: (bytes: number) => void,
): Promise<string[]> {
  await mkdir(dir);
  const paths = refs.map((_, index) => join(dir, `shard-${index}.arrow`));
  const waiting = refs.entries();
  const downloads = Array.from({ length: downloadsAtOnce }, async () => {
    for (const [index, ref] of waiting) {
      await store.getToFile(ref, paths[index] as string);
      loaded(ref.sizeBytes);
    }
  });
  await Promise.all(downloads);
  return paths;
}
