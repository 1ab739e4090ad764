import { spawnSync } from 'node:child_process';
import { resolveNativePart } from '@espalier/native';
import { expect, it } from 'vitest';

/** Prints by how many bytes the resident memory grew, and by how many tensors. */
const preamble = `
  import { adam, compileStep, loadTensorFlow } from '@espalier/tensorflow';
  const tf = await loadTensorFlow(${JSON.stringify({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 })});
  const [w, v] = [tf.variable(tf.ones([64, 32])), tf.variable(tf.ones([32, 1]))];
  const optimizer = adam(tf);
  const loss = (x, y) => tf.losses.sigmoidCrossEntropy(y, tf.matMul(tf.relu(tf.matMul(x, w)), v));
  const compile = () => compileStep(
    tf,
    ({ x, y }) => ({ loss: optimizer.minimize(() => loss(x, y), true) }),
    { inputs: { x: { shape: [64, 64] }, y: { shape: [64, 1] } }, session: { threads: 1 } },
  );
  const y = new Float32Array(64);
  const run = async (step, round) => {
    const x = new Float32Array(4096).fill(round % 7);
    if (round % 2 === 0) step.runSync({ x, y }); else await step.run({ x, y });
  };
  const growth = async (warmUp, rounds, body) => {
    const measure = () => { gc(); return { bytes: process.memoryUsage().rss, tensors: tf.memory().numTensors }; };
    for (let round = 0; round < warmUp; round++) await body(round);
    const before = measure();
    for (let round = 0; round < rounds; round++) await body(round);
    const after = measure();
    console.log(JSON.stringify({ bytes: after.bytes - before.bytes, tensors: after.tensors - before.tensors }));
  };
`;

function growthOf(body: string): { bytes: number; tensors: number } {
  const child = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '--eval', `${preamble}${body}`],
    { cwd: import.meta.dirname, encoding: 'utf8' },
  );
  expect(child.stderr).toBe('');
  return JSON.parse(child.stdout);
}

/**
 * What the allocator and the collector may hold back, more of it on a busy machine. A leak of a batch's floats, 16 KiB a
 * run, or of a variable, 4 MiB a step, would be several times as much.
 */
const allowedBytes = 48 * 1024 * 1024;

it('fifteen thousand runs leave nothing behind', () => {
  const { bytes, tensors } = growthOf(
    'const step = await compile(); await growth(5_000, 15_000, (round) => run(step, round));',
  );
  expect(tensors).toBe(0);
  expect(bytes).toBeLessThan(allowedBytes);
});

it('forty steps compiled, run and disposed of leave nothing behind', () => {
  const { bytes, tensors } = growthOf(`
    const large = tf.variable(tf.ones([1024, 1024]));
    await growth(20, 40, async (round) => {
      const step = await compileStep(
        tf,
        ({ x }) => {
          large.assign(tf.add(large, x));
          return {};
        },
        { inputs: { x: { shape: [1024] } }, session: { threads: 1 } },
      );
      await step.run({ x: new Float32Array(1024).fill(round) });
      step.dispose();
    });
  `);
  expect(tensors).toBe(0);
  expect(bytes).toBeLessThan(allowedBytes);
});
