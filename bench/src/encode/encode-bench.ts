/** `bench encode`: a feature shard to a training shard, against XGBoost finding the same rows' leaves and nothing else. */
import { readMatrix } from '@espalier/features';
import { openForestEncoder } from '@espalier/forest';
import { resolveNativePart } from '@espalier/native';
import { encodeFeatureShard } from '@espalier/workers/encode-feature-shard';
import { asLeaves } from '@espalier/workers/row-encodings';
import { Booster, DMatrix, loadXgboost } from '@espalier/xgboost';
import { inScratch } from '../census/census-example.js';
import { interleave, speedRatios } from '../interleave.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { prepareEncode } from './census-forests.js';

const rounds = 9;
/** A shard has one thread, and so has what it is compared with. */
const threads = 1;

export async function benchEncode(): Promise<Measurement> {
  return inScratch(async (scratchDir) => {
    await using xgb = loadXgboost(resolveNativePart('xgboost'));
    const { path, schema, tasks, boosters, leafMap } = await prepareEncode(xgb, scratchDir);
    const options = { schema, tasks, training: true, scratchDir };
    const encode = async () => {
      const encoder = await openForestEncoder(xgb, { boosters, leafMap });
      await encodeFeatureShard(asLeaves({ encoder, leafMap }), path, options);
    };

    const { matrix, rows, columns } = await readMatrix(path, schema, options);
    await using input = await DMatrix.fromDense(xgb, matrix, rows, columns, { threads });
    const forests: Booster[] = [];
    for (const { bytes } of boosters) forests.push(await Booster.load(xgb, bytes, { nthread: threads }));
    const leaves = async () => {
      for (const forest of forests) await forest.predictLeaf(input);
    };

    const seconds = await interleave({ encode, leaves }, rounds);
    for (const forest of forests) await forest.dispose();
    const perSecond = (all: readonly number[]) => all.map((value) => rows / value);
    const trees = leafMap.forests.reduce((sum, forest) => sum + forest.trees.length, 0);
    const ratios = speedRatios(seconds.encode, seconds.leaves);
    return {
      results: [result(figure('encode-over-pred_leaf', ratios, 'x'), { limit: 0.85, better: 'higher' })],
      baselines: [
        figure('encode', perSecond(seconds.encode), 'rows/s'),
        figure('pred_leaf', perSecond(seconds.leaves), 'rows/s'),
      ],
      notes: [
        `One census shard of ${rows} rows x ${columns} columns, ${trees} trees, one thread, ${rounds} interleaved rounds.`,
        'encode: opening the forests, Parquet, matrix, leaves, ordinals and Arrow bytes. pred_leaf: XGBoost alone, with forests and matrix that it holds already.',
      ],
    };
  });
}
