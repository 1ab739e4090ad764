/** Holds how long a bundle takes to score one batch to bounds, as it was measured for the gate. Pure. */
import type { GateVerdict } from '@espalier/domain';
import { boundsText, type DeclaredGate, figureText, isWithin } from './gate.js';

/** What gates call the times, in milliseconds. */
const latencyFigures = ['scoringP50Ms', 'scoringP99Ms'];

/** Of one number of rows. */
export interface MeasuredLatency {
  readonly rows: number;
  readonly calls: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const defaultRows = 1;

export function isLatency({ figure }: Pick<DeclaredGate, 'figure'>): boolean {
  return latencyFigures.includes(figure);
}

/** How many rows a gate has in a batch. */
export function latencyRows({ rows = defaultRows }: DeclaredGate): number {
  return rows;
}

/** @param measured null where nothing could be, for the reason, a clause */
export function latencyGate(
  gate: DeclaredGate,
  measured: readonly MeasuredLatency[],
  unmeasured: string | null,
): GateVerdict {
  const rows = latencyRows(gate);
  const told = `${gate.figure} of ${rows === 1 ? 'one row' : `${rows} rows`}`;
  const named = { gate: gate.figure, task: null };
  const found = measured.find((each) => each.rows === rows);
  if (found === undefined) {
    const because = `${told} can't be told: ${unmeasured ?? 'nothing was scored'}.`;
    return { ...named, passed: false, because };
  }
  const value = gate.figure === 'scoringP50Ms' ? found.p50Ms : found.p99Ms;
  const passed = isWithin(gate, value);
  const because = `${told} is ${figureText(value)} ms over ${found.calls} calls, and ${passed ? 'passes' : 'has to be'} ${boundsText(gate)}.`;
  return { ...named, passed, because };
}
