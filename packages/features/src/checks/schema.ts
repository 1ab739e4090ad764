/** Columns must be of the kind that the champion's feature schema has them as, and those that it reads as they are must be there. */
import type { ColumnSchema } from '@espalier/domain';
import type { DataCheck, Judgement } from './check.js';

export const schema: DataCheck = {
  name: 'schema',
  judge({ settings, schema: ofRun, championSchema }) {
    if (settings.schema === 'off' || championSchema === null) return [];
    const known = new Map(championSchema.columns.map((column) => [column.name, column]));
    return ofRun.columns.flatMap((column): Judgement[] => {
      const before = known.get(column.name);
      if (before === undefined) return [];
      const [now, then] = [kindText(column), kindText(before)];
      const passed = now === then;
      const because = passed
        ? `${column.name} is ${now}, as the champion has it`
        : `${column.name} is ${now}, and the champion was trained on it as ${then}`;
      return [{ against: 'champion', of: column.name, value: null, passed, strain: passed ? 0 : 1, because }];
    });
  },
};

function kindText(column: ColumnSchema): string {
  if (column.kind === 'categorical') return 'categorical';
  return column.timeKind === undefined ? 'numeric' : `a ${column.timeKind}`;
}
