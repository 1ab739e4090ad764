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

/** `0.9523`; empty where there is none. */
export function figureText(figures: unknown, name: string): string {
  const value = ((figures ?? {}) as Record<string, unknown>)[name];
  return typeof value === 'number' ? numberText(value) : '';
}

/** `0.9501–0.9544`: what stands beside a figure under its name with `Ci`; empty where nothing does. */
export function intervalText(figures: unknown, name: string): string {
  const interval = ((figures ?? {}) as Record<string, unknown>)[`${name}Ci`];
  return Array.isArray(interval) ? interval.map(numberText).join('–') : '';
}

function numberText(value: unknown): string {
  if (typeof value !== 'number') return '?';
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(4);
}
