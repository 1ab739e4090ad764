// Responsible for training the same network twice from the same start, eagerly and compiled, and how far the two part.
// Leaves to others: networks, optimizers, and how far is too far.

import type { InputSpecs, TensorFlow } from '../index.js';
import { largestDifference, runEagerly, type Step, type Values, withCompiled } from './compare-step.js';

export interface Followed {
  /** Losses of the eager steps. */
  readonly losses: readonly number[];
  /** Largest difference of a step's loss, relative above 1. */
  readonly lossDifference: number;
  /** Largest difference of a variable at the end, optimizer state among them, relative above 1. */
  readonly variableDifference: number;
}

/**
 * Takes the compiled steps first: compiling leaves tfjs's variables as they were, so the eager steps start from the
 * same. `step` must return `loss`.
 */
export async function followTraining(
  tf: TensorFlow,
  step: Step,
  inputs: InputSpecs,
  batches: readonly Values[],
): Promise<Followed> {
  return withCompiled(tf, step, inputs, async (compiled) => {
    const compiledLosses: number[] = [];
    for (const batch of batches) {
      const { loss } = await compiled.run(batch);
      compiledLosses.push(Number(loss?.values[0]));
    }
    const compiledVariables = compiled.readVariables();
    const losses = batches.map((batch) => Number(runEagerly(tf, step, inputs, batch).loss?.[0]));
    const eagerVariables = await readTfjsVariables(tf, step, inputs);
    let variableDifference = 0;
    for (const [name, { values }] of compiledVariables) {
      const eager = eagerVariables.get(name)?.values ?? [];
      variableDifference = Math.max(
        variableDifference,
        largestDifference(values as Float32Array, eager as Float32Array),
      );
    }
    return { losses, lossDifference: largestDifference(compiledLosses, losses), variableDifference };
  });
}

/** A step compiled now starts from tfjs's variables as they are. */
function readTfjsVariables(tf: TensorFlow, step: Step, inputs: InputSpecs) {
  return withCompiled(tf, step, inputs, (compiled) => compiled.readVariables());
}
