// One rank of a gang as a process of its own, for gang.test.ts: does what its first argument names, one after the other, and reports by IPC.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { CollectiveError, SharedMemorySums } from '@espalier/collectives';
import {
  adam,
  allReduceSum,
  compileStep,
  joinCluster,
  loadTensorFlow,
  momentum,
  reserveAddress,
  sparseTable,
  TensorFlowError,
} from '@espalier/tensorflow';

const [names, addonPath, settings] = process.argv.slice(2);
const { kind, rank, worldSize, timeoutSeconds, length } = JSON.parse(settings);
const tf = await loadTensorFlow({ addonPath, threads: 1, visibleGpus: [] });

/** The last word. A server holds up the way out, and so does a call that waits for a stopped peer; shared memory does not. */
function report(message) {
  process.send(message, end);
}

function end() {
  if (kind === 'graph') process.kill(process.pid, 'SIGKILL');
  else process.disconnect();
}

async function join() {
  if (kind === 'alone') return undefined;
  const address = kind === 'graph' ? await reserveAddress() : '';
  process.send({ kind: 'address', address });
  const [{ addresses, secret }] = await once(process, 'message');
  if (kind === 'graph') return joinCluster({ addresses, rank, timeoutSeconds, threads: 1 });
  const reducer = await SharedMemorySums.join({ secret, rank, worldSize, timeoutSeconds });
  return { kind: 'host', reducer };
}

/** A step that sums its input over the ranks. */
function summing(collective, size) {
  const inputs = { x: { shape: [size] } };
  const step = ({ x }) => ({ sum: allReduceSum(tf, [x])[0] });
  return compileStep(tf, step, { inputs, ...(collective && { collective }) });
}

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

const tasks = {
  /** Sums of many lengths, the first elements of each and a digest of all. */
  async sums(collective) {
    const sums = [];
    const digest = createHash('sha256');
    for (const size of [1, 3, 17, 1000, 100_003, 5]) {
      const step = await summing(collective, size);
      for (let round = 0; round < 5; round += 1) {
        const x = Float32Array.from({ length: size }, (_, i) =>
          Math.fround(Math.sin(i + round) * 10 ** (rank + 1)),
        );
        const { sum } = await step.run({ x });
        digest.update(new Uint8Array(sum.values.buffer));
        if (round === 4) sums.push([...sum.values.subarray(0, 3)]);
      }
      step.dispose();
    }
    return { sums, digest: digest.digest('hex') };
  },

  /** 200 steps on this rank's rows of each global batch. */
  async train(collective) {
    const batch = 24;
    const rows = batch / worldSize;
    const wave = (count, seed) => Float32Array.from({ length: count }, (_, i) => Math.sin(seed + i * 1.7));
    const hidden = tf.variable(tf.tensor2d(wave(8 * 16, 1), [8, 16]), true, 'hidden');
    const out = tf.variable(tf.tensor2d(wave(16, 2), [16, 1]), true, 'out');
    const variables = [hidden, out];
    const optimizer = momentum(tf, { learningRate: 0.05, momentum: 0.9 });
    const step = await compileStep(
      tf,
      ({ x, y }) => {
        const { value, grads } = tf.variableGrads(() => {
          const prediction = tf.matMul(tf.tanh(tf.matMul(x, hidden)), out);
          return tf.div(tf.sum(tf.square(tf.sub(prediction, y))), batch);
        }, variables);
        const [loss, ...sums] = allReduceSum(tf, [value, ...variables.map(({ name }) => grads[name])]);
        optimizer.applyGradients(Object.fromEntries(variables.map(({ name }, i) => [name, sums[i]])));
        return { loss };
      },
      { inputs: { x: { shape: [rows, 8] }, y: { shape: [rows, 1] } }, ...(collective && { collective }) },
    );
    const losses = [];
    const digests = [];
    for (let at = 0; at < 200; at += 1) {
      const part = (values, width) => values.slice(rank * rows * width, (rank + 1) * rows * width);
      const x = part(wave(batch * 8, at), 8);
      const y = part(wave(batch, at + 0.5), 1);
      losses.push((await step.run({ x, y })).loss.values[0]);
      if (at % 20 !== 19) continue;
      const state = await step.readVariables();
      digests.push(
        hash(Buffer.concat([...state.values()].map(({ values }) => new Uint8Array(values.buffer)))),
      );
    }
    const state = Object.fromEntries(
      [...(await step.readVariables())].map(([name, { values }]) => [name, [...values]]),
    );
    return { losses, digests, state };
  },

  /** 100 steps of a sparse table of `length` rows; those touched lie at its two ends. */
  async trainTable(collective) {
    const batch = 24;
    const own = batch / worldSize;
    const items = sparseTable(tf, {
      name: 'items',
      rows: length,
      width: 3,
      initial: { uniform: 1, seed: [1, 2] },
    });
    const out = tf.variable(tf.fill([6, 1], 0.5), true, 'out');
    const optimizer = adam(tf, { learningRate: 0.01 });
    const variables = [items.variable, out];
    const step = await compileStep(
      tf,
      ({ ids, y }) => {
        const { value, grads } = tf.variableGrads(() => {
          const prediction = tf.matMul(tf.reshape(items.lookup(ids), [-1, 6]), out);
          return tf.div(tf.sum(tf.square(tf.sub(prediction, y))), batch);
        }, variables);
        const [loss, gradient] = allReduceSum(tf, [value, grads.out]);
        optimizer.applyGradients({ items: grads.items, out: gradient });
        return { loss };
      },
      {
        inputs: { ids: { shape: [own, 2], dtype: 'int32' }, y: { shape: [own, 1] } },
        ...(collective && { collective }),
      },
    );
    const losses = [];
    const part = (values, width) => values.slice(rank * own * width, (rank + 1) * own * width);
    for (let at = 0; at < 100; at += 1) {
      const near = (i) => Math.floor(10 * (1 + Math.sin(at + i * 1.7)));
      const ids = Int32Array.from({ length: batch * 2 }, (_, i) =>
        i % 2 === 0 ? near(i) : length - 1 - near(i),
      );
      const y = Float32Array.from({ length: batch }, (_, i) => Math.cos(at + i));
      losses.push((await step.run({ ids: part(ids, 2), y: part(y, 1) })).loss.values[0]);
    }
    const rows = step.tables.map(({ name }) => [
      ...step.readRows(name, 0, 25),
      ...step.readRows(name, length - 25, 25),
    ]);
    return { losses, rows };
  },

  /** Each rank writes its own numbers into variables of one name, and reads them back. */
  async ownVariables(collective) {
    const mine = tf.variable(tf.zeros([2]), true, 'mine');
    const make = () =>
      compileStep(tf, ({ x }) => ({ sum: allReduceSum(tf, [tf.add(mine, x)])[0] }), {
        inputs: { x: { shape: [2] } },
        collective,
      });
    const [first, second] = [await make(), await make()];
    const values = (base) => new Map([['mine', { shape: [2], values: Float32Array.of(base, base + rank) }]]);
    await first.writeVariables(values(10));
    await second.writeVariables(values(20));
    const zeros = new Float32Array(2);
    const sums = [];
    for (const step of [first, second]) sums.push([...(await step.run({ x: zeros })).sum.values]);
    const kept = [];
    for (const step of [first, second]) kept.push([...(await step.readVariables()).get('mine').values]);
    return { sums, kept };
  },

  /** Sums without end, until a peer is gone. */
  async endless(collective) {
    const step = await summing(collective, length);
    const x = new Float32Array(length);
    for (let count = 0; ; count += 1) {
      await step.run({ x });
      if (count === 10) process.send({ kind: 'working' });
    }
  },
};

try {
  const collective = await join();
  for (const name of names.split(',')) {
    process.send({ kind: 'done', result: await tasks[name](collective) });
    // Names of variables are free again for the next.
    tf.disposeVariables();
  }
  // In the graph a peer may still be receiving from this one: nobody ends before all have what they need.
  await once(process, 'message');
  end();
} catch (error) {
  if (!(error instanceof TensorFlowError || error instanceof CollectiveError)) throw error;
  report({ kind: 'failed', code: error.code, message: error.message });
}
