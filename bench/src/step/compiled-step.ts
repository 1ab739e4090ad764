/** The same step compiled: the same loss function, the optimizer that compiles to TensorFlow's fused op. */
import { compileStep, adam as fusedAdam, type TensorFlow } from '@espalier/tensorflow';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { StepCompetitor } from './step-competitor.js';
import { makeVariables, stepLoss } from './step-model.js';
import { adam, makeBatches, sizes, startParameters } from './step-problem.js';

export interface CompiledSettings {
  readonly threads: number;
  readonly xla?: boolean;
  readonly bfloat16?: boolean;
  /** Leaves the event loop free meanwhile; otherwise the thread waits for the step, as Python's does. Default: false. */
  readonly async?: boolean;
}

export async function compiledStep(
  tf: TensorFlow,
  rows: number,
  { async = false, ...session }: CompiledSettings,
): Promise<StepCompetitor> {
  const batches = makeBatches(rows);
  const variables = makeVariables(
    tf,
    startParameters(),
    `compiled-${rows}-${JSON.stringify({ ...session, async })}`,
  );
  const optimizer = fusedAdam(tf, adam);
  const compiled = await compileStep(
    tf,
    ({ ids, labels }) => {
      const loss = optimizer.minimize(
        () => stepLoss(tf, variables, ids as Tensor2D, labels as Tensor2D),
        true,
      );
      if (loss === null) throw new RangeError('the optimizer returned no loss');
      return { loss };
    },
    {
      inputs: {
        ids: { shape: [rows, sizes.slots], dtype: 'int32' },
        labels: { shape: [rows, sizes.towers] },
      },
      session,
    },
  );
  // From here on they live in the runtime.
  optimizer.dispose();
  tf.dispose(Object.values(variables));
  let done = 0;
  return {
    async run(steps) {
      const losses: number[] = [];
      const startedMs = performance.now();
      for (let step = 0; step < steps; step++, done++) {
        const batch = batches[done % batches.length];
        if (batch === undefined) throw new RangeError('there are no batches');
        const inputs = { ids: batch.ids, labels: batch.labels };
        const { loss } = async ? await compiled.run(inputs) : compiled.runSync(inputs);
        losses.push(Number(loss?.values[0]));
      }
      return { seconds: (performance.now() - startedMs) / 1000, losses };
    },
    async [Symbol.asyncDispose]() {
      compiled.dispose();
    },
  };
}
