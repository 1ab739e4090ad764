/**
 * Adam (Kingma & Ba 2015, in the form at the end of section 2) on flat arrays, in double precision between float32 loads
 * and stores.
 * In JavaScript, so that the same state and gradient give the same bytes on every machine. Leaves names to the step.
 */

export interface AdamState {
  readonly parameters: Float32Array;
  /** First moments. */
  readonly m: Float32Array;
  /** Second moments. */
  readonly v: Float32Array;
}

const beta1 = 0.9;
const beta2 = 0.999;
/** Keras's default. */
const epsilon = 1e-7;

/**
 * One update in place: `p -= rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)`.
 * @param step number of the update, from 0: bias correction uses `step + 1`
 */
export function adamUpdate(
  state: AdamState,
  gradient: Float32Array,
  step: number,
  learningRate: number,
): void {
  const { parameters, m, v } = state;
  const rate = (learningRate * Math.sqrt(1 - beta2 ** (step + 1))) / (1 - beta1 ** (step + 1));
  for (let index = 0; index < parameters.length; index++) {
    const slope = gradient[index] as number;
    const first = beta1 * (m[index] as number) + (1 - beta1) * slope;
    const second = beta2 * (v[index] as number) + (1 - beta2) * slope * slope;
    m[index] = first;
    v[index] = second;
    parameters[index] = (parameters[index] as number) - (rate * first) / (Math.sqrt(second) + epsilon);
  }
}
