/**
 * The learning rate as a function of the step alone.
 * Leaves applying it to the optimizer.
 */

/**
 * - `none`: constant after warm-up;
 * - `cosine`: half a cosine from `base` down to 0 after the last step (Loshchilov & Hutter 2017, without restarts);
 * - `step`: a tenth of `base` from half of all steps on, a hundredth from three quarters on (He et al. 2016).
 */
export type LearningRateDecay = 'none' | 'cosine' | 'step';

export interface LearningRateOptions {
  /** Share of `totalSteps` in [0, 1) in which the rate rises linearly: `base * (step + 1) / warmupSteps`. */
  readonly warmup: number;
  readonly decay: LearningRateDecay;
  readonly totalSteps: number;
}

/** Warm-up damps run-to-run variance of rare tasks, whose first gradients are the noisiest; decay ends in a quiet state. */
export function learningRateSchedule(
  base: number,
  { warmup, decay, totalSteps }: LearningRateOptions,
): (step: number) => number {
  const warmupSteps = Math.round(warmup * totalSteps);
  return (step) => {
    if (step + 1 < warmupSteps) return (base * (step + 1)) / warmupSteps;
    return base * factorOf(decay, step, warmupSteps, totalSteps);
  };
}

function factorOf(decay: LearningRateDecay, step: number, warmupSteps: number, totalSteps: number): number {
  switch (decay) {
    case 'none':
      return 1;
    case 'cosine': {
      const done = Math.min(1, Math.max(0, step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
      return (1 + Math.cos(Math.PI * done)) / 2;
    }
    case 'step':
      if (step < totalSteps / 2) return 1;
      return step < (3 * totalSteps) / 4 ? 0.1 : 0.01;
  }
}
