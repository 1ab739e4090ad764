/** The step that tfjs users have: each op by itself, tfjs's own optimizer. */
import type { TensorFlow } from '@espalier/tensorflow';
import type { StepCompetitor } from './step-competitor.js';
import { makeVariables, stepLoss } from './step-model.js';
import { adam, makeBatches, sizes, startParameters } from './step-problem.js';

export function eagerStep(tf: TensorFlow, rows: number, prefix = 'eager'): StepCompetitor {
  const batches = makeBatches(rows);
  const variables = makeVariables(tf, startParameters(), `${prefix}-${rows}`);
  const optimizer = tf.train.adam(adam.learningRate, adam.beta1, adam.beta2, adam.epsilon);
  let done = 0;
  return {
    async run(steps) {
      const losses: number[] = [];
      const startedMs = performance.now();
      for (let step = 0; step < steps; step++, done++) {
        const batch = batches[done % batches.length];
        if (batch === undefined) throw new RangeError('there are no batches');
        const ids = tf.tensor2d(batch.ids, [rows, sizes.slots], 'int32');
        const labels = tf.tensor2d(batch.labels, [rows, sizes.towers]);
        const loss = optimizer.minimize(() => stepLoss(tf, variables, ids, labels), true);
        if (loss === null) throw new RangeError('the optimizer returned no loss');
        losses.push((await loss.data())[0] ?? Number.NaN);
        tf.dispose([ids, labels, loss]);
      }
      return { seconds: (performance.now() - startedMs) / 1000, losses };
    },
    async [Symbol.asyncDispose]() {
      optimizer.dispose();
      tf.dispose(Object.values(variables));
    },
  };
}
