// One rank of a gang as a process of its own, for communicator.test.ts: does what its first argument says and reports by IPC.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  Booster,
  Communicator,
  DMatrix,
  exitImmediately,
  loadXgboost,
  XGBoostError,
} from '@espalier/xgboost';

const [task, libraryPath, workerArgs, rankText, timeoutSeconds] = process.argv.slice(2);
const xgb = loadXgboost(libraryPath);
const communicator = await Communicator.init(xgb, {
  ...JSON.parse(workerArgs),
  taskId: Number(rankText),
  timeoutSeconds: Number(timeoutSeconds),
});

const tasks = {
  async collectives() {
    const { rank, worldSize } = communicator;
    const sums = [];
    for (const length of [1, 3, 400_001]) {
      const values = Float32Array.from({ length }, (_, i) => (i % 7) + rank);
      await communicator.allreduceSum(values);
      sums.push([...values.subarray(0, 3), values.at(-1)]);
    }
    const broadcast = Float32Array.of(rank, rank + 0.5);
    await communicator.broadcast(broadcast, worldSize - 1);
    await communicator.barrier();
    return { rank, worldSize, sums, broadcast: [...broadcast] };
  },

  async fit() {
    const rows = 1000 + communicator.rank;
    const features = Float32Array.from({ length: rows * 4 }, (_, i) => Math.sin(i * (communicator.rank + 1)));
    const labels = Float32Array.from({ length: rows }, (_, i) =>
      features[i * 4] > features[i * 4 + 1] ? 1 : 0,
    );
    const matrix = await DMatrix.fromDense(xgb, features, rows, 4);
    await matrix.setLabel(labels);
    const params = { objective: 'binary:logistic', subsample: 0.8, nthread: 1, seed: 5 };
    const booster = await Booster.create(xgb, params, [matrix]);
    for (let round = 0; round < 10; round += 1) await booster.update(round, matrix);
    const bytes = await booster.saveBytes();
    return { rank: communicator.rank, digest: createHash('sha256').update(bytes).digest('hex') };
  },

  /** Only rank 0 has rows, as where a source has fewer shards than ranks. */
  async fitOnRowsOfOne() {
    const rows = communicator.rank === 0 ? 1000 : 0;
    const features = Float32Array.from({ length: rows * 4 }, (_, i) => Math.sin(i));
    const labels = Float32Array.from({ length: rows }, (_, i) =>
      features[i * 4] > features[i * 4 + 1] ? 1 : 0,
    );
    const matrix = await DMatrix.fromDense(xgb, features, rows, 4);
    await matrix.setLabel(labels);
    const params = {
      objective: 'binary:logistic',
      tree_method: 'hist',
      subsample: 0.8,
      colsample_bytree: 0.8,
      nthread: 1,
      seed: 5,
    };
    const booster = await Booster.create(xgb, params, [matrix]);
    for (let round = 0; round < 10; round += 1) await booster.update(round, matrix);
    const bytes = await booster.saveBytes();
    const { trees } = await booster.dumpTrees();
    return { digest: createHash('sha256').update(bytes).digest('hex'), trees };
  },

  /** Sums without end, until a peer is gone. */
  async endless() {
    const values = new Float32Array(100_000);
    for (let sums = 0; ; sums += 1) {
      await communicator.allreduceSum(values);
      if (sums === 10) process.send({ kind: 'working' });
    }
  },

  /** Boosts without end, until a peer is gone. */
  async endlessFit() {
    const matrix = await DMatrix.fromDense(
      xgb,
      Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i)),
      1000,
      4,
    );
    await matrix.setLabel(Float32Array.from({ length: 1000 }, (_, i) => i % 2));
    const booster = await Booster.create(xgb, { objective: 'binary:logistic', nthread: 1 }, [matrix]);
    for (let round = 0; ; round += 1) {
      await booster.update(round, matrix);
      if (round === 3) process.send({ kind: 'working' });
    }
  },
};

try {
  const result = await tasks[task]();
  await communicator.finalize();
  process.send({ kind: 'done', result });
  process.disconnect();
} catch (error) {
  if (!(error instanceof XGBoostError)) throw error;
  // Both are at an end by now and must say so at once, whichever call met the failure.
  await communicator.finalize();
  await communicator.barrier().catch((again) => assert.equal(again, error));
  process.send({ kind: 'failed', code: error.code, message: error.message }, () => exitImmediately(3));
}
