/** A small real bundle for tests: a log in Parquet, extracted, a forest and a network that has moved away from it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  type ExtractedSplit,
  extractShard,
  foldStatistics,
  planSource,
  readMatrix,
} from '@espalier/features';
import { buildLeafMap } from '@espalier/forest';
import { buildNetwork, exportNetwork, type NetworkConfig } from '@espalier/ranker';
import { type PublishedBundle, writeBundle } from '@espalier/registry';
import { type PipelineInput, type PipelineSpec, pipelineSchema } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { Booster, DMatrix } from '@espalier/xgboost';
import type { ShardServices } from '../shards/shard-services.js';

export const rows = 4_000;

/** Members of 20 rows each; a click that depends on two numbers and a country. */
export async function writeLog(dir: string): Promise<string> {
  const path = join(dir, 'log.parquet');
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  await connection.run(
    `COPY (SELECT i AS id, i // 20 AS member, (i * 7919) % 1009 AS amount, CASE WHEN i % 11 <> 0 THEN (i * 31) % 97 END AS age, 'c' || i % 5 AS country,
       hash(i) % 1000 < 200 + 300 * ((i * 7919) % 1009 > 500)::INT + 200 * ((i * 31) % 97 > 40)::INT AS clicked
     FROM range(${rows}) t(i)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
  connection.closeSync();
  database.closeSync();
  return path;
}

export function smallSpec(changes: Partial<PipelineInput> = {}): PipelineSpec {
  return pipelineSchema.parse({
    name: 'small',
    source: { train: { uri: 'log.parquet' }, split: { by: 'member', eval: 0.2, earlyStop: 0 } },
    features: { exclude: ['id', 'member'] },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
    ...changes,
  });
}

/** Every split of a pipeline's log, part by part, with its plan. */
export async function extractAll(services: ShardServices, spec: PipelineSpec, baseDir: string, dir: string) {
  const { store, scratchDir } = services;
  await mkdir(dir);
  const plan = await planSource(spec, { baseDir, store, targetShards: 2 });
  const splits: (ExtractedSplit & { readonly shard: number })[] = [];
  for (const shard of plan.shards) {
    const outPath = (split: string) => join(dir, `${split}-${shard.index}.parquet`);
    const extracted = await extractShard({ slices: [shard], plan, spec, store, scratchDir, outPath });
    splits.push(...extracted.map((each) => ({ ...each, shard: shard.index })));
  }
  return { plan, splits };
}

/** Fits on the rows of split `train` and publishes. */
export async function publishChampion(
  services: ShardServices,
  spec: PipelineSpec,
  baseDir: string,
): Promise<PublishedBundle> {
  const { store, scratchDir, xgboost } = services;
  const { plan, splits } = await extractAll(services, spec, baseDir, join(scratchDir, 'champion'));
  const train = splits.filter(({ split }) => split === 'train');
  const options = { features: plan.features, tasks: spec.tasks, minCount: 1, seed: spec.seed };
  const schema = foldStatistics(
    train.map(({ statistics }) => statistics),
    options,
  );
  const { matrix, labels } = await readMatrix(train[0]?.path ?? '', schema, {
    ...{ tasks: ['click'], training: true, scratchDir },
  });
  const bytes = await fitForest(services, matrix, labels.click ?? new Float32Array());
  const boosters = [{ task: 'click', bytes }];
  const leafMap = await buildLeafMap(xgboost, boosters);
  const config: NetworkConfig = {
    ...{ architecture: 'towers', margins: null, embeddingDim: 4, hidden: [4], tower: [], dropout: 0 },
    ...{ leafSkip: true, tasks: [{ name: 'click', group: 'passive' }] },
    dense: schema.columns.flatMap((column) => (column.kind === 'numeric' ? [column] : [])),
  };
  const network = buildNetwork(await services.tensorflow(), config, { leafMap, seed: 7 });
  const moved = new Map(
    [...network.initialParameters()].map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((value, index) => value + 0.05 * Math.sin(index + name.length)) },
    ]),
  );
  return await writeBundle(store, {
    pipeline: 'champion',
    boosters: [{ task: 'click', ref: await put(store, 'click.ubj', bytes) }],
    leafMap: await store.putJson('made/leaf-map.json', leafMap),
    featureSchema: await store.putJson('made/feature-schema.json', schema),
    network: await put(store, 'saved_model.pb', exportNetwork(moved, config, leafMap)),
    ...{ modelling: {}, spec: {}, data: {}, codeVersion: '0', report: {}, lineage: {} },
  });
}

function put(store: Store, name: string, bytes: Uint8Array) {
  return store.putBytes(`made/${name}`, bytes);
}

async function fitForest(
  { xgboost }: ShardServices,
  matrix: Float32Array,
  labels: Float32Array,
): Promise<Uint8Array> {
  const columns = matrix.length / labels.length;
  await using train = await DMatrix.fromDense(xgboost, matrix, labels.length, columns, { threads: 1 });
  await train.setLabel(labels);
  const params = { objective: 'binary:logistic', max_depth: 3, eta: 0.3, nthread: 1, seed: 7 };
  await using booster = await Booster.create(xgboost, params, [train]);
  for (let round = 0; round < 10; round += 1) await booster.update(round, train);
  return await booster.saveBytes();
}
