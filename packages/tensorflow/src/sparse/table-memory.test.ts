import { readFileSync } from 'node:fs';
import { resolveNativePart } from '@espalier/native';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adam, compileStep, loadTensorFlow, sparseTable } from '../index.js';

const megabyte = 2 ** 20;

/** The most that the process has ever held. */
function peakBytes(): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

it('a compiled table and its state lie in memory once, made, trained and read in parts', async () => {
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
  const [rows, width, count] = [2_000_000, 16, 1000];
  const tableBytes = rows * width * Float32Array.BYTES_PER_ELEMENT;
  const table = sparseTable(tf, { name: 'items', rows, width, initial: { uniform: 0.1, seed: [1, 2] } });
  const optimizer = adam(tf);
  const before = peakBytes();
  const step = await compileStep(
    tf,
    ({ ids }) => ({
      loss: optimizer.minimize(() => tf.sum(tf.square(table.lookup(ids))), true) as Tensor,
    }),
    { inputs: { ids: { shape: [count], dtype: 'int32' } } },
  );
  for (let at = 0; at < 20; at += 1) {
    await step.run({
      ids: Int32Array.from({ length: count }, (_, index) => (index * 7919 + at * 104_729) % rows),
    });
  }
  for (const name of ['items', 'adam/m/items', 'adam/v/items']) {
    const part = step.readRows(name, rows / 2, 10_000);
    step.writeRows(name, 0, part);
  }
  const grown = peakBytes() - before;
  expect(grown).toBeGreaterThan(2.9 * tableBytes);
  expect(grown).toBeLessThan(3 * tableBytes + 80 * megabyte);
  for (const each of [step, optimizer, table]) each.dispose();
});
