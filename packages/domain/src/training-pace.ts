/** How fast a network was trained, and what the time of its steps went into. Depends on the day: part of no digest of what was made. */

/**
 * `compute`: forward, backward and update; where GPUs sum among themselves, that too. `sum`: gradients of the ranks, and the wait for the slowest.
 * `input`: waiting for a batch. `measuring`: states on the early-stop rows. `checkpoint`: taking one, and waiting for the one before to be stored.
 * `other`: the loop itself, and whatever else its thread did.
 */
export const stepParts = ['compute', 'sum', 'input', 'measuring', 'checkpoint', 'other'] as const;
export type StepPart = (typeof stepParts)[number];
export type StepSeconds = Readonly<Record<StepPart, number>>;

export interface PacePoint {
  /** The last of its steps; they follow those of the point before. */
  readonly step: number;
  readonly rowsPerSecond: number;
  /** Of all its steps together. */
  readonly seconds: StepSeconds;
  /** Mean loss by task on the training rows of its steps. */
  readonly losses: Readonly<Record<string, number>>;
}

/** As rank 0 saw it. */
export interface TrainingPace {
  /** Steps that were done before: more than 0 where ranks had to start again, whose earlier steps are not told of. */
  readonly firstStep: number;
  readonly steps: number;
  /** Over all ranks. */
  readonly rows: number;
  readonly seconds: StepSeconds;
  readonly points: readonly PacePoint[];
}

export function secondsOfSteps(seconds: StepSeconds): number {
  return stepParts.reduce((sum, part) => sum + seconds[part], 0);
}
