/** Responsible for what is to be said of a comparison beside its figures, alike as text and on a page. */
import type { ComparisonReport } from '@espalier/domain';

/** Of a task to which no training of any variant added anything; null of others. */
export function keptForestNote({ variants }: ComparisonReport, task: string): string | null {
  if (variants.some(({ tasks }) => tasks[task]?.withNetwork !== 0)) return null;
  return 'every training kept its forest, so nothing lies between the variants; --set source.split.earlyStop=0 compares the networks themselves, as their last step left them.';
}
