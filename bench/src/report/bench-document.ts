/** What a benchmark reports: figures that have a target, and what they were compared with. Printing is render-table's. */

export interface Figure {
  readonly case: string;
  /** Median of the rounds. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
}

export interface Target {
  readonly limit: number;
  readonly better: 'higher' | 'lower';
}

export interface BenchResult extends Figure {
  /** For a person and for machines alike: `>= 0.85`. */
  readonly target: string;
  /** Whether the median reaches the target. */
  readonly holds: boolean;
}

export interface Measurement {
  readonly results: readonly BenchResult[];
  /** What the results are made of or compared with; no targets of their own. */
  readonly baselines: readonly Figure[];
  /** How to read the figures, one sentence each. */
  readonly notes: readonly string[];
  /** Lines for a person in place of the table of all figures; no part of the JSON document. */
  readonly text?: readonly string[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly node: string;
  /** Load average of the last minute when the benchmark ended: what else was going on. */
  readonly load: number;
}

export interface BenchDocument extends Omit<Measurement, 'text'> {
  readonly name: string;
  readonly machine: Machine;
}

/** Median, lowest and highest of the rounds' values. */
export function figure(name: string, values: readonly number[], unit: string): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) throw new RangeError(`${name} was never measured`);
  const middle = (sorted.length - 1) / 2;
  const value = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { case: name, value, low, high, unit };
}

export function result(measured: Figure, { limit, better }: Target): BenchResult {
  const holds = better === 'higher' ? measured.value >= limit : measured.value <= limit;
  return { ...measured, target: `${better === 'higher' ? '>=' : '<='} ${limit}`, holds };
}
