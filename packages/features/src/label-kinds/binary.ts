/** Labels that are true or false: 1 or 0. */
import type { LabelKind } from './label-kind.js';

export const binary: LabelKind = {
  typeProblem(duckdbType) {
    if (duckdbType === 'BOOLEAN') return null;
    const message = `the label must be true or false for each row (BOOLEAN), not ${duckdbType}; compare it with a value`;
    return { code: 'label-not-boolean', message };
  },
  valueSql: (sql) => `CAST(CAST(${sql} AS BOOLEAN) AS FLOAT)`,
  classSql: (sql) => `CAST(${sql} AS BOOLEAN)`,
  nullRemedy: (label) => `write COALESCE(${label}, false) if those rows are negative`,
  constantAs({ rows, positives }) {
    if (positives === 0) return 'false';
    return positives === rows ? 'true' : null;
  },
};
