/** What a benchmark may be told at the command line. */
export interface BenchOptions {
  /** How many runs lie behind what is asked; only where a benchmark takes it. */
  readonly runs?: number | undefined;
}
