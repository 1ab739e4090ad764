/** Responsible for what all declared gates say of an evaluation, a verdict for each gate and task. Pure. Leaves to others: what follows from it. */
import type { EvaluateBody, GateResult, GateVerdict } from '@espalier/domain';
import { bundleGate, sizeFigure } from './bundle-gate.js';
import { type Challenge, championGate } from './champion-gate.js';
import { figureGate } from './figure-gate.js';
import { forestGate } from './forest-gate.js';
import type { DeclaredGate } from './gate.js';
import { isLatency, latencyGate, latencyRows, type MeasuredLatency } from './latency-gate.js';

export interface JudgedVersion {
  readonly evaluation: EvaluateBody;
  /** Bytes of the bundle's parts that predict. */
  readonly sizeBytes: number;
  /** Of a run whose gates ask for the champion; null for others. */
  readonly challenge: Challenge | null;
  /** What was measured for gates on latency, and why not, as a clause, where it could not be. */
  readonly latency: readonly MeasuredLatency[];
  readonly unmeasured: string | null;
}

export function judgeVersion(
  gates: readonly DeclaredGate[],
  { evaluation, sizeBytes, challenge, latency, unmeasured }: JudgedVersion,
): readonly GateVerdict[] {
  return gates.flatMap((gate) => {
    if (gate.figure === sizeFigure) return [bundleGate(gate, sizeBytes)];
    if (isLatency(gate)) return [latencyGate(gate, latency, unmeasured)];
    const tasks = gate.tasks ?? Object.keys(evaluation.metrics);
    if (gate.against === 'champion') return championGate(gate, challenge, tasks);
    const judge = gate.against === 'forest' ? forestGate : figureGate;
    return tasks.map((task) => judge(gate, evaluation, task));
  });
}

/** Numbers of rows that gates want the times of. */
export function timedRows(gates: readonly DeclaredGate[]): readonly number[] {
  return [...new Set(gates.filter(isLatency).map(latencyRows))];
}

export function gateResult(verdicts: readonly GateVerdict[]): GateResult {
  if (verdicts.length === 0) return 'none';
  return verdicts.every(({ passed }) => passed) ? 'passed' : 'failed';
}
