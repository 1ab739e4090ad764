/** Responsible for what the series of the champions has to hold after a fortnight. */
import { ok, strictEqual } from 'node:assert/strict';
import type { ShownPoint } from '@espalier/domain';

export interface Fortnight {
  readonly label: (day: number) => string;
  /** By day, from the first on: how often it was written. */
  readonly written: readonly number[];
  /** At first; mended since. */
  readonly corruptDay: number;
}

/** Each day since the first champion has a point, one for each content; and on the corrupt day the champion was worse. */
export function requireDays(points: readonly ShownPoint[], { label, written, corruptDay }: Fortnight): void {
  const of = (day: number) => points.filter(({ partition }) => partition === label(day));
  strictEqual(of(1).length, 0, 'day 1 had no champion before it');
  for (const [index, count] of written.entries()) {
    if (index === 0) continue;
    strictEqual(of(index + 1).length, count, `points of day ${index + 1}`);
    strictEqual(of(index + 1).filter(({ isRewritten }) => !isRewritten).length, 1);
  }
  const corrupt = of(corruptDay).find(({ isRewritten }) => isRewritten);
  ok(corrupt?.drifted, 'the champion is worse on the corrupt day');
}

export function toldDrifts(points: readonly ShownPoint[]): string {
  const told = points.flatMap(({ verdicts }) => verdicts.filter(({ drifted }) => drifted));
  return [
    `the series has ${points.length} points; worse:`,
    ...told.map(({ because }) => `  ${because}`),
  ].join('\n');
}
