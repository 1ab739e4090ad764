/** Makes what an encode job gets: one feature shard, its schema, and the example's forests, fit on the spot. */
import { join } from 'node:path';
import type { FeatureSchema, LeafMap } from '@espalier/domain';
import { extractShard, foldStatistics, readMatrix } from '@espalier/features';
import { buildLeafMap, type ForestBytes, forestParams } from '@espalier/forest';
import { Booster, DMatrix, type XGBoost } from '@espalier/xgboost';
import { planCensus } from '../census/census-example.js';

export interface EncodeInput {
  /** The feature shard's Parquet. */
  readonly path: string;
  readonly schema: FeatureSchema;
  readonly tasks: readonly string[];
  readonly boosters: readonly ForestBytes[];
  readonly leafMap: LeafMap;
}

/** The largest training shard of the example's plan, and forests of the spec's size fit on it. */
export async function prepareEncode(xgb: XGBoost, scratchDir: string): Promise<EncodeInput> {
  const { spec, plan, shards } = await planCensus(scratchDir);
  const shard = [...shards].sort((a, b) => b.rows - a.rows)[0];
  if (shard === undefined) throw new RangeError('the census example has no training shard');
  const outPath = (split: string) => join(scratchDir, `${split}.parquet`);
  const [split] = await extractShard({ slices: [shard], plan, spec, store: null, scratchDir, outPath });
  if (split === undefined) throw new RangeError('the census shard has no rows');
  const tasks = spec.tasks.map(({ name }) => name);
  const { features } = plan;
  const schema = foldStatistics([split.statistics], {
    features,
    tasks: spec.tasks,
    minCount: spec.features.minCount,
    seed: spec.seed,
  });
  const { matrix, rows, columns, labels } = await readMatrix(split.path, schema, {
    tasks,
    training: true,
    scratchDir,
  });
  await using train = await DMatrix.fromDense(xgb, matrix, rows, columns);
  const boosters: ForestBytes[] = [];
  const { encoder } = spec;
  for (const task of tasks) {
    await train.setLabel(labels[task] ?? new Float32Array(0));
    const params = { ...forestParams(encoder, 'binary'), nthread: 0, seed: spec.seed };
    await using booster = await Booster.create(xgb, params, [train]);
    for (let round = 0; round < encoder.trees; round += 1) await booster.update(round, train);
    boosters.push({ task, bytes: await booster.saveBytes() });
  }
  return { path: split.path, schema, tasks, boosters, leafMap: await buildLeafMap(xgb, boosters) };
}
