/** What a person reads of a verdict: one line, and a further one for each way in which the product was wrong. */
import type { Verdict } from './try-case.js';

export function verdictText({ index, refusedBy, problems }: Verdict): string {
  const outcome = refusedBy.length > 0 ? `refused by ${[...new Set(refusedBy)].join(', ')}` : 'ran';
  const head = `case ${index}: ${problems.length > 0 ? 'WRONG, ' : ''}${outcome}`;
  return [head, ...problems.map((problem) => `  ${problem}`)].join('\n');
}
