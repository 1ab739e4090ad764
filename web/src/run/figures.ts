/** Responsible for figures of tasks as a table: which there are follows from what the API gives, since each kind of task has its own. Pure. */

/** Names of all that are numbers, in the order of the first task that has them. */
export function figureNames(byTask: Readonly<Record<string, unknown>>): string[] {
  const names = new Set<string>();
  for (const figures of Object.values(byTask)) {
    for (const [name, value] of Object.entries((figures ?? {}) as Record<string, unknown>)) {
      if (typeof value === 'number') names.add(name);
    }
  }
  return [...names];
}

/** `0.9523 [0.9501, 0.9544]` where an interval stands beside it under the name with `Ci`; empty where there is none. */
export function figureText(figures: unknown, name: string): string {
  const known = (figures ?? {}) as Record<string, unknown>;
  const value = known[name];
  if (typeof value !== 'number') return '';
  const interval = known[`${name}Ci`];
  const around = Array.isArray(interval) ? ` [${interval.map(numberText).join(', ')}]` : '';
  return `${numberText(value)}${around}`;
}

function numberText(value: unknown): string {
  if (typeof value !== 'number') return '?';
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(4);
}
