/** Responsible for what all declared gates say of an evaluation, a verdict for each gate and task. Pure. Leaves to others: what follows from it. */
import type { EvaluateBody, GateResult, GateVerdict } from '@espalier/domain';
import { type Challenge, championGate } from './champion-gate.js';
import { figureGate } from './figure-gate.js';
import { forestGate } from './forest-gate.js';
import type { DeclaredGate } from './gate.js';

/** @param challenge of a run whose gates ask for the champion; null for others */
export function judgeVersion(
  gates: readonly DeclaredGate[],
  evaluation: EvaluateBody,
  challenge: Challenge | null = null,
): readonly GateVerdict[] {
  return gates.flatMap((gate) => {
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
