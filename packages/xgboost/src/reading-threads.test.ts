import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolveNativePart } from '@espalier/native';
import { Booster, DMatrix, loadXgboost } from '@espalier/xgboost';
import { afterAll, expect, it } from 'vitest';

const xgb = loadXgboost(resolveNativePart('xgboost'));
afterAll(() => xgb.close());

it.skipIf(availableParallelism() === 1)('a forest is read by as many threads as are asked for', async () => {
  const data = Float32Array.from({ length: 300 }, (_, index) => (index * 7919) % 97);
  await using matrix = await DMatrix.fromDense(xgb, data, 100, 3);
  await matrix.setLabel(Float32Array.from({ length: 100 }, (_, row) => row % 2));
  await using booster = await Booster.create(xgb, { objective: 'binary:logistic' }, [matrix]);
  for (let round = 0; round < 20; round++) await booster.update(round, matrix);
  const bytes = await booster.saveBytes();
  const program = (options: string) => `
    import { Booster, loadXgboost } from '@espalier/xgboost';
    import { readdirSync } from 'node:fs';
    const threads = () => readdirSync('/proc/self/task').length;
    const xgb = loadXgboost(${JSON.stringify(xgb.libraryPath)}, ${options});
    // The native thread has started when it has done something.
    await (await Booster.create(xgb, {})).dispose();
    const before = threads();
    const booster = await Booster.load(xgb, Buffer.from('${Buffer.from(bytes).toString('base64')}', 'base64'));
    await booster.dumpTrees();
    process.stdout.write(String(threads() - before));
    await xgb.close();
  `;
  const moreThreads = (options: string) => {
    const args = ['--input-type=module', '-e', program(options)];
    return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  };
  expect(moreThreads('{ threads: 1 }')).toBe(0);
  expect(moreThreads('{}'), 'by default').toBeGreaterThan(0);
});
