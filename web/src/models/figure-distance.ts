/** Responsible for how far a figure lies from another version's. Pure. */

/** `+0.0012`, `−0.0003`, `same`; empty where one of them has none. */
export function distanceText(figures: unknown, others: unknown, name: string): string {
  const [value, other] = [figures, others].map((each) => ((each ?? {}) as Record<string, unknown>)[name]);
  if (typeof value !== 'number' || typeof other !== 'number') return '';
  const distance = value - other;
  if (distance === 0) return 'same';
  const size = Math.abs(distance);
  const text = Number.isInteger(distance) ? size.toLocaleString('en') : size.toFixed(4);
  return `${distance > 0 ? '+' : '−'}${text}`;
}
