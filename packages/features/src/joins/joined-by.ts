/** Responsible for how joined columns came about, as people are told who need them ready made. Leaves to others: telling (scoring-input.ts). */
import type { JoinedColumn, Joins } from '@espalier/domain';

/** Where a table lies is left out: a copy of it is the same table. */
export function joinedBy(joins: Joins | null): readonly JoinedColumn[] {
  if (joins === null) return [];
  const asOf = joins.asOf?.name;
  const lookedUp = joins.lookups.flatMap(({ by, key, known, columns }, index) => {
    const when = known === null ? '' : `, the latest with ${known.name} up to ${asOf}`;
    return columns.map(({ name, from }) => ({
      name,
      how: `features.lookups[${index}]: ${from} of the row whose ${key.name} is ${by.name}${when}`,
    }));
  });
  const counted = joins.counts.map(({ name, by, key, arrived, where, overSeconds }, index) => {
    const which = where === null ? '' : ` with ${where}`;
    const how = `features.counts[${index}]: rows${which} whose ${key.name} is ${by.name} and whose ${arrived.name} lies in the ${spanOf(overSeconds)} before ${asOf}`;
    return { name, how };
  });
  return [...lookedUp, ...counted];
}

function spanOf(seconds: number): string {
  for (const [unit, length] of [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const) {
    const count = seconds / length;
    if (Number.isInteger(count)) return count === 1 ? `one ${unit}` : `${count} ${unit}s`;
  }
  return `${seconds} seconds`;
}
