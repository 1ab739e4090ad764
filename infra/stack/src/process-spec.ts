/**
 * What one process of the stack is: its command, its place among the others and how to see that it is ready.
 * Plain JSON, since the supervisor reads it from a file; launching is `launch-process.ts`.
 */
export type Readiness =
  | { readonly kind: 'temporal' }
  | { readonly kind: 'redis' }
  | { readonly kind: 's3' }
  /** The process writes this file, holding its process ID, once it is at work. */
  | { readonly kind: 'ready-file'; readonly path: string };

export interface ProcessSpec {
  /** Unique in the stack, and the name of its log: `temporal`, `feature-2`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /**
   * The folder that it starts in. A server gets its data folder here and relative paths in `args`: each reads some letter
   * of a long path (`#`, `?`, `,`, a space) as something else.
   */
  readonly workingDir: string;
  /** Added to the environment that the supervisor inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly ready: Readiness;
  /** Where it answers, for people; null for workers, which listen nowhere. */
  readonly address: string | null;
  /** Every TCP port that it is told to listen on. */
  readonly ports: readonly number[];
  /** Processes start in ascending order of this number and stop in descending order. */
  readonly order: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopGraceMs: number;
}
