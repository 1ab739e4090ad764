/** Responsible for what all declared gates say of an evaluation, a verdict for each gate and task. Pure. Leaves to others: what follows from it. */
import type { EvaluateBody, GateResult, GateVerdict } from '@espalier/domain';
import { bundleGate, sizeFigure } from './bundle-gate.js';
import { type Challenge, championGate } from './champion-gate.js';
import { figureGate } from './figure-gate.js';
import { forestGate } from './forest-gate.js';
import type { DeclaredGate } from './gate.js';

export interface JudgedVersion {
  readonly evaluation: EvaluateBody;
  /** Bytes of the bundle's parts that predict. */
  readonly sizeBytes: number;
  /** Of a run whose gates ask for the champion; null for others. */
  readonly challenge: Challenge | null;
}

export function judgeVersion(
  gates: readonly DeclaredGate[],
  { evaluation, sizeBytes, challenge }: JudgedVersion,
): readonly GateVerdict[] {
  return gates.flatMap((gate) => {
    if (gate.figure === sizeFigure) return [bundleGate(gate, sizeBytes)];
    const tasks = gate.tasks ?? Object.keys(evaluation.metrics);
    if (gate.against === 'champion') return championGate(gate, challenge, tasks);
    const judge = gate.against === 'forest' ? forestGate : figureGate;
    return tasks.map((task) => judge(gate, evaluation, task));
  });
}

export function gateResult(verdicts: readonly GateVerdict[]): GateResult {
  if (verdicts.length === 0) return 'none';
  return verdicts.every(({ passed }) => passed) ? 'passed' : 'failed';
}
