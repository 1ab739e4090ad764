/**
 * Responsible for mistakes in `features.acknowledged`: columns that are no feature, or that there are not.
 * Leaves to others: what an acknowledgement silences (find-leaks.ts).
 */
import { type FeatureColumn, nameKey } from '@espalier/domain';
import { nearestName, type PipelineSpec, type SpecIssue } from '@espalier/spec';
import type { SourceColumn } from './parquet-footer.js';

export function acknowledgedIssues(
  { features: { acknowledged = [], derived = [] } }: Pick<PipelineSpec, 'features'>,
  columns: readonly SourceColumn[],
  features: readonly FeatureColumn[],
): SpecIssue[] {
  const chosen = features.map(({ name }) => name);
  const chosenKeys = new Set(chosen.map(nameKey));
  const known = new Set([...columns, ...derived].map(({ name }) => nameKey(name)));
  const seen = new Set<string>();
  return acknowledged.flatMap(({ column }, index): SpecIssue[] => {
    const path = `features.acknowledged[${index}].column`;
    const key = nameKey(column);
    if (seen.has(key)) {
      return [{ path, code: 'duplicate', message: `${column} is acknowledged already` }];
    }
    seen.add(key);
    if (chosenKeys.has(key)) return [];
    if (known.has(key)) {
      return [
        {
          path,
          code: 'not-a-feature',
          message: `${column} is no feature, so that there is nothing to acknowledge`,
        },
      ];
    }
    const suggestion = nearestName(column, chosen);
    const issue = { path, code: 'unknown-column', message: `there is no column ${column}` };
    return [suggestion === null ? issue : { ...issue, suggestion }];
  });
}
