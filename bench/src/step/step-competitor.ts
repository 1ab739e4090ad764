/** What `bench step` asks of every side: take steps, say how long they took and what they lost. */

export interface StepsTaken {
  readonly seconds: number;
  /** The loss of each step, before its update. */
  readonly losses: readonly number[];
}

/** Goes on from the step where it stands, batch after batch. */
export interface StepCompetitor extends AsyncDisposable {
  run(steps: number): Promise<StepsTaken>;
}
