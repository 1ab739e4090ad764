import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveNativePart } from '@espalier/native';
import { beforeAll, describe, expect, it } from 'vitest';
import { executeOp, loadTensorFlow, type TensorFlow, tensorflowVersion, usesGpu } from './index.js';

const options = { addonPath: resolveNativePart('tfjs-addon'), threads: 1, visibleGpus: [] };

describe('loadTensorFlow', () => {
  let tf: TensorFlow;

  beforeAll(async () => {
    await expect(loadTensorFlow({ addonPath: '/nowhere/tfjs_binding.node' })).rejects.toMatchObject({
      code: 'addon-unloadable',
      message: expect.stringContaining('/nowhere/tfjs_binding.node'),
    });
    tf = await loadTensorFlow(options);
  });

  it('runs tfjs on a current TensorFlow, gradients included', () => {
    expect(tensorflowVersion(tf)).toMatch(/^2\.\d+\.\d+/);
    expect(usesGpu(tf)).toBe(false);
    const gradient = tf.grad((x) => tf.sum(tf.square(x)));
    expect([...gradient(tf.tensor1d([1, -2])).dataSync()]).toEqual([2, -4]);
  });

  it('returns the same namespace for the same options and refuses others', async () => {
    const [again, atOnce] = await Promise.all([loadTensorFlow(options), loadTensorFlow(options)]);
    expect(again).toBe(tf);
    expect(atOnce).toBe(tf);
    await expect(loadTensorFlow({ ...options, threads: 2 })).rejects.toMatchObject({
      code: 'already-loaded',
    });
  });

  it('keeps a matrix product on as many threads as asked for', () => {
    const x = tf.ones([1000, 1000]);
    const multiply = () => tf.tidy(() => tf.matMul(x, x).dataSync());
    multiply();
    const startMs = performance.now();
    const start = process.cpuUsage();
    for (let round = 0; round < 20; round += 1) multiply();
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000 / (performance.now() - startMs)).toBeLessThan(1.4);
    const names = readdirSync('/proc/self/task').map((id) =>
      readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim(),
    );
    expect(names.filter((name) => name === 'tf_Compute')).toHaveLength(1);
  });

  it('starts without a word on standard error, and passes on what is not a notice', () => {
    const load = `import { loadTensorFlow } from '@espalier/tensorflow';
      await loadTensorFlow(${JSON.stringify(options)});
      process.stderr.write('after');`;
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', load], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    expect(child).toMatchObject({ status: 0, stderr: 'after', stdout: '' });
  });

  it('runs its own ops in threads that come and go, and in a second copy of the addon', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'espalier-addon-'));
    const copy = join(dir, 'tfjs_binding.node');
    copyFileSync(options.addonPath, copy);
    const thread = `const { embeddingSum, loadTensorFlow } = await import('@espalier/tensorflow');
      const { workerData, parentPort } = await import('node:worker_threads');
      const tf = await loadTensorFlow({ ...${JSON.stringify(options)}, addonPath: workerData });
      const sums = embeddingSum(tf, tf.tensor2d([1, 2, 4], [3, 1]), tf.tensor2d([0, 2], [1, 2], 'int32'));
      parentPort.postMessage(sums.dataSync()[0]);`;
    const main = `import { once } from 'node:events';
      import { SHARE_ENV, Worker } from 'node:worker_threads';
      for (const workerData of ${JSON.stringify([options.addonPath, options.addonPath, copy])}) {
        const worker = new Worker(${JSON.stringify(thread)}, { eval: true, workerData, env: SHARE_ENV });
        const [[sum]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
        process.stdout.write(String(sum));
      }`;
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', main], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    rmSync(dir, { recursive: true });
    expect(child).toMatchObject({ status: 0, stdout: '555' });
  });

  it("gives TensorFlow's own message for an op that it refuses", () => {
    const run = () => executeOp(tf, 'MatMul', { T: { type: 'float32' } }, [tf.ones([2, 3]), tf.ones([2, 3])]);
    expect(run).toThrow(
      expect.objectContaining({ code: 'op-failed', message: expect.stringContaining('MatMul') }),
    );
  });

  it('runs ops with several outputs', () => {
    const [values, indices] = executeOp(
      tf,
      'TopKV2',
      { sorted: { bool: true }, T: { type: 'float32' } },
      [tf.tensor1d([3, 9, 4]), tf.scalar(2, 'int32')],
      2,
    );
    expect([...(values?.dataSync() ?? [])]).toEqual([9, 4]);
    expect([...(indices?.dataSync() ?? [])]).toEqual([1, 2]);
  });
});
