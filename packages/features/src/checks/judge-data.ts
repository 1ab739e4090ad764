/** Responsible for what all checks say of the newest data, a verdict for each and for what it is held to. Pure. Leaves to others: what follows from it. */
import { type CheckFinding, type CheckVerdict, checkNames } from '@espalier/domain';
import type { CheckedData, DataCheck, Judgement } from './check.js';
import { dataChecks } from './registry.js';

export function judgeData(data: CheckedData): readonly CheckVerdict[] {
  return checkNames.flatMap((name) => {
    const check = dataChecks[name];
    const judged = check.judge(data);
    const against = [...new Set(judged.map((each) => each.against))];
    return against.map((one) =>
      verdictOf(
        check,
        judged.filter((each) => each.against === one),
      ),
    );
  });
}

/** @param judged at least one, all held to the same */
function verdictOf({ name: check }: DataCheck, judged: readonly Judgement[]): CheckVerdict {
  const [first, ...others] = judged as readonly [Judgement, ...Judgement[]];
  const nearest = others.reduce((most, each) => (each.strain > most.strain ? each : most), first);
  const { against } = first;
  const failed = judged.filter(({ passed }) => !passed).sort((a, b) => b.strain - a.strain);
  const findings = failed.map(({ of, value, because }): CheckFinding => {
    return { check, against, of, value, because };
  });
  const because = `${sentence((failed[0] ?? nearest).because)}.`;
  return { check, against, passed: failed.length === 0, judged: judged.length, because, findings };
}

function sentence(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
