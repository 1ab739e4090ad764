/** `bench sparse`: a step that trains a table of embeddings costs what the rows cost that it touches, not what the table has. */
import { resolveNativePart } from '@espalier/native';
import {
  adam,
  type CompiledStep,
  compileStep,
  embeddingGather,
  loadTensorFlow,
  sparseTable,
  type TensorFlow,
} from '@espalier/tensorflow';
import type { Tensor } from '@tensorflow/tfjs-core';
import { interleave, speedRatios } from '../interleave.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { randomNumbers } from '../step/random-numbers.js';

const [few, many, most] = [10_000, 1_000_000, 10_000_000];
const width = 16;
/** Examples of a batch, IDs of an example. */
const [batch, slots] = [256, 64];
/** Of the batch's IDs, whatever the table: each of them comes four times. */
const touchedRows = (batch * slots) / 4;
const stepsARound = 20;
const rounds = 12;
/** Rows of a table far larger than the caches come from main memory. */
const slowdownLimit = 3;
const speedupLimit = 2;
/** Of the table and Adam's two moments. */
const memoryLimit = 1.1;

interface Batch {
  readonly ids: Int32Array;
  readonly y: Float32Array;
}

export async function benchSparse(): Promise<Measurement> {
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
  const sparse = new Map<number, CompiledStep>();
  let grownBytes = 0;
  for (const rows of [few, many, most]) {
    const before = process.memoryUsage.rss();
    const table = sparseTable(tf, {
      name: `rows_${rows}`,
      rows,
      width,
      initial: { uniform: 0.1, seed: [1, rows] },
    });
    const step = await compile(tf, (ids) => table.lookup(ids));
    // The first steps take what memory a batch needs.
    for (const each of batchesFor(rows)) await step.run({ ...each });
    grownBytes = process.memoryUsage.rss() - before;
    sparse.set(rows, step);
    say(`a table of ${rows.toLocaleString('en-US')} rows is there`);
  }
  const variable = tf.variable(tf.zeros([many, width]), true, 'dense');
  const dense = await compile(tf, (ids) => embeddingGather(tf, variable, ids));
  const training = (step: CompiledStep | undefined, rows: number) => {
    const batches = batchesFor(rows);
    return async () => {
      for (const each of batches) await step?.run({ ...each });
    };
  };
  const seconds = await interleave(
    {
      few: training(sparse.get(few), few),
      many: training(sparse.get(many), many),
      most: training(sparse.get(most), most),
      dense: training(dense, many),
    },
    rounds,
  );
  const stepMs = (all: readonly number[]) => all.map((each) => (each / stepsARound) * 1000);
  const tableBytes = most * width * Float32Array.BYTES_PER_ELEMENT * 3;
  return {
    results: [
      result(figure(`rows-${most}-against-${few}`, speedRatios(seconds.few, seconds.most), 'x'), {
        limit: slowdownLimit,
        better: 'lower',
      }),
      result(figure(`sparse-against-dense-${many}`, speedRatios(seconds.many, seconds.dense), 'x'), {
        limit: speedupLimit,
        better: 'higher',
      }),
      result(figure(`memory-${most}`, [grownBytes / tableBytes], 'x'), {
        limit: memoryLimit,
        better: 'lower',
      }),
    ],
    baselines: [
      figure(`sparse-${few}`, stepMs(seconds.few), 'ms'),
      figure(`sparse-${many}`, stepMs(seconds.many), 'ms'),
      figure(`sparse-${most}`, stepMs(seconds.most), 'ms'),
      figure(`dense-${many}`, stepMs(seconds.dense), 'ms'),
    ],
    notes: [
      `Tables of width ${width} under lazy Adam; a step looks up ${batch} x ${slots} IDs, ${touchedRows.toLocaleString('en-US')} rows of each table, whatever its size.`,
      `rows-${most}-against-${few}: how many times as long a step of the larger table takes, a thousand times its size.`,
      `memory-${most}: what the process grew by, in times of the table and its two moments.`,
    ],
  };
}

async function compile(tf: TensorFlow, lookup: (ids: Tensor) => Tensor): Promise<CompiledStep> {
  const optimizer = adam(tf);
  const step = await compileStep(
    tf,
    ({ ids, y }) => {
      const loss = optimizer.minimize(() => {
        const logits = tf.sum(tf.reshape(lookup(ids), [batch, slots * width]), 1);
        return tf.losses.sigmoidCrossEntropy(y, logits);
      }, true);
      if (loss === null) throw new RangeError('the optimizer returned no loss');
      return { loss };
    },
    {
      inputs: { ids: { shape: [batch, slots], dtype: 'int32' }, y: { shape: [batch] } },
      session: { threads: 2 },
    },
  );
  optimizer.dispose();
  return step;
}

/** The same number of rows in every batch, anywhere in the table. */
function batchesFor(rows: number): Batch[] {
  const random = randomNumbers(rows);
  return Array.from({ length: stepsARound }, () => {
    const touched = new Set<number>();
    while (touched.size < touchedRows) touched.add(Math.floor(random() * rows));
    const ids = [...touched];
    return {
      ids: Int32Array.from({ length: batch * slots }, (_, at) => ids[at % touchedRows] ?? 0),
      y: Float32Array.from({ length: batch }, () => Math.round(random())),
    };
  });
}
