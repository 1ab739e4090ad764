/**
 * A small real model for tests: rows in Parquet, extracted, two fitted forests, a network over them, and their bundle.
 * Not part of the package's interface.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { FeatureSchema, LeafMap } from '@espalier/domain';
import {
  type ExtractedSplit,
  extractShard,
  foldStatistics,
  planSource,
  readMatrix,
} from '@espalier/features';
import { buildLeafMap } from '@espalier/forest';
import { resolveNativePart } from '@espalier/native';
import { buildNetwork, exportNetwork, type Network, type NetworkConfig } from '@espalier/ranker';
import { type PublishedBundle, writeBundle } from '@espalier/registry';
import { type PipelineSpec, pipelineSchema } from '@espalier/spec';
import type { Store } from '@espalier/store';
import type { TensorFlow } from '@espalier/tensorflow';
import { Booster, DMatrix, loadXgboost, type XGBoost } from '@espalier/xgboost';

export const tasks = ['hit', 'share'] as const;
export const trainRows = 8000;
type Parameters = ReturnType<Network['initialParameters']>;

/** Rows with a feature that has gaps, a category, and two labels; `country` is SQL over `i`. */
export function rowsSql(rows: number, country = "'c' || i % 5"): string {
  return `SELECT (i * 7919) % 10007 AS amount, CASE WHEN i % 11 <> 0 THEN i % 97 END AS age, ${country} AS country,
    i % 5 < 2 AS clicked, (i * 7919) % 10007 > 6000 AND i % 97 > 30 AS shared FROM range(${rows}) t(i)`;
}

/** One row of `rowsSql` as the encoder reads it, without DuckDB. */
export function codedRow(schema: FeatureSchema, i: number): number[] {
  return schema.columns.map((column) => {
    if (column.kind === 'categorical') return column.values.indexOf(`c${i % 5}`);
    if (column.name === 'amount') return (i * 7919) % 10007;
    return i % 11 === 0 ? Number.NaN : i % 97;
  });
}

export class SmallModel implements AsyncDisposable {
  private constructor(
    readonly dir: string,
    readonly xgb: XGBoost,
    readonly schema: FeatureSchema,
    readonly boosters: readonly { readonly task: string; readonly bytes: Uint8Array }[],
    readonly leafMap: LeafMap,
  ) {}

  /** Extracts and fits. */
  static async fit(): Promise<SmallModel> {
    const dir = await mkdtemp(join(tmpdir(), 'espalier-scorer-'));
    await writeParquet(join(dir, 'log.parquet'), rowsSql(trainRows));
    const xgb = loadXgboost(resolveNativePart('xgboost'));
    const { schema, matrix, labels } = await extract(dir);
    const boosters = [];
    for (const task of tasks) {
      const label = Float32Array.from(labels[task] ?? []);
      boosters.push({ task, bytes: await fitForest(xgb, matrix, schema.columns.length, label) });
    }
    return new SmallModel(dir, xgb, schema, boosters, await buildLeafMap(xgb, boosters));
  }

  get config(): NetworkConfig {
    return {
      architecture: 'towers',
      margins: null,
      tasks: [
        { name: 'hit', group: 'passive' },
        { name: 'share', group: 'active' },
      ],
      embeddingDim: 4,
      hidden: [8],
      tower: [],
      dropout: 0,
      leafSkip: true,
      dense: this.schema.columns.flatMap((column) => (column.kind === 'numeric' ? [column] : [])),
    };
  }

  /** A network that has moved away from the forest in every parameter. */
  network(tf: TensorFlow): { network: Network; start: Parameters; moved: Parameters } {
    const network = buildNetwork(tf, this.config, { leafMap: this.leafMap, seed: 7 });
    const start = network.initialParameters();
    const moved = new Map(
      [...start].map(([name, { shape, values }]) => [
        name,
        { shape, values: values.map((value, index) => value + 0.05 * Math.sin(index + name.length)) },
      ]),
    );
    return { network, start, moved };
  }

  savedModel(parameters: Parameters): Uint8Array {
    return exportNetwork(parameters, this.config, this.leafMap);
  }

  async publish(store: Store, savedModel: Uint8Array, pipeline: string): Promise<PublishedBundle> {
    const put = (name: string, bytes: Uint8Array) => store.putBytes(`runs/${pipeline}/${name}`, bytes);
    const boosters = [];
    for (const { task, bytes } of this.boosters) {
      boosters.push({ task, ref: await put(`${task}.ubj`, bytes) });
    }
    return await writeBundle(store, {
      pipeline,
      boosters,
      leafMap: await store.putJson(`runs/${pipeline}/leaf-map.json`, this.leafMap),
      featureSchema: await store.putJson(`runs/${pipeline}/feature-schema.json`, this.schema),
      network: await put('saved_model.pb', savedModel),
      modelling: {},
      spec: {},
      data: {},
      codeVersion: '0.1.0',
      report: {},
      lineage: {},
    });
  }

  /** What XGBoost itself predicts for the first `rows` rows of `rowsSql`. */
  async forestPredictions(task: string, rows: number): Promise<Float32Array> {
    const cells = Float32Array.from(Array.from({ length: rows }, (_, i) => codedRow(this.schema, i)).flat());
    const bytes = this.boosters.find((booster) => booster.task === task)?.bytes ?? new Uint8Array();
    await using input = await DMatrix.fromDense(this.xgb, cells, rows, this.schema.columns.length);
    await using booster = await Booster.load(this.xgb, bytes);
    return await booster.predict(input);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.xgb.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}

export async function writeParquet(path: string, query: string): Promise<void> {
  await runSql(`COPY (${query}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
}

export async function readParquet(path: string): Promise<Record<string, Float32Array>> {
  const reader = await runSql(`SELECT * FROM read_parquet('${path}')`);
  const columns = reader.getColumnsObjectJS();
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, Float32Array.from(values as number[])]),
  );
}

async function runSql(sql: string) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return await connection.runAndReadAll(sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function smallSpec(): PipelineSpec {
  return pipelineSchema.parse({
    name: 'small',
    source: { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' }, split: { earlyStop: 0 } },
    tasks: [
      { name: 'hit', group: 'passive', label: 'clicked' },
      { name: 'share', group: 'active', label: 'shared' },
    ],
  });
}

async function extract(dir: string) {
  const spec = smallSpec();
  const scratchDir = join(dir, 'scratch');
  await mkdir(scratchDir);
  const plan = await planSource(spec, { baseDir: dir, store: null, targetShards: 1 });
  const splits: ExtractedSplit[] = [];
  for (const shard of plan.shards) {
    const outPath = (split: string) => join(dir, `${split}-${shard.index}.parquet`);
    splits.push(...(await extractShard({ slices: [shard], plan, spec, store: null, scratchDir, outPath })));
  }
  const train = splits.filter(({ split }) => split === 'train');
  const schema = foldStatistics(
    train.map(({ statistics }) => statistics),
    { features: plan.features, tasks: spec.tasks, minCount: spec.features.minCount, seed: spec.seed },
  );
  const { matrix, labels } = await readMatrix(train[0]?.path ?? '', schema, {
    tasks,
    training: true,
    scratchDir,
  });
  return { schema, matrix, labels };
}

async function fitForest(
  xgb: XGBoost,
  matrix: Float32Array,
  columns: number,
  labels: Float32Array,
): Promise<Uint8Array> {
  await using train = await DMatrix.fromDense(xgb, matrix, labels.length, columns, { threads: 1 });
  await train.setLabel(labels);
  const params = { objective: 'binary:logistic', max_depth: 4, eta: 0.3, nthread: 1, seed: 7 };
  await using booster = await Booster.create(xgb, params, [train]);
  for (let round = 0; round < 20; round += 1) await booster.update(round, train);
  return await booster.saveBytes();
}

/** Of two columns of scores; NaN where their lengths differ. */
export function greatestDifference(actual: Float32Array | undefined, expected: Float32Array): number {
  if (actual?.length !== expected.length) return Number.NaN;
  return expected.reduce(
    (most, value, row) => Math.max(most, Math.abs(value - (actual[row] ?? Number.NaN))),
    0,
  );
}
