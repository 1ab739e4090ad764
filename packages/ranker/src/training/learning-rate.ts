/**
 * The learning rate as a function of the step alone.
 * Leaves applying it to the optimizer.
 */

/**
 * Linear warm-up, then constant: `base * (step + 1) / warmupSteps` over the first `warmup` fraction of the steps.
 * Damps run-to-run variance of rare tasks, whose first gradients are the noisiest.
 *
 * @param warmup fraction of `totalSteps` in [0, 1]; 0 means none
 */
export function warmupLearningRate(
  base: number,
  warmup: number,
  totalSteps: number,
): (step: number) => number {
  const warmupSteps = Math.round(warmup * totalSteps);
  return (step) => (step + 1 < warmupSteps ? (base * (step + 1)) / warmupSteps : base);
}
