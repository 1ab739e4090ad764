/** Responsible for which of two figures is the better one, by what the task's kind declares. Pure. */
import type { Schemas } from '../api/client.js';

export interface DeclaredKinds {
  readonly defaultKind: string;
  readonly taskKinds: readonly Schemas['TaskKind'][];
}

/**
 * Null where they are the same, one is missing, or nothing is declared of the figure.
 * @param kinds undefined until they are known
 */
export function verdictOf(
  kinds: DeclaredKinds | undefined,
  figures: unknown,
  others: unknown,
  name: string,
): 'better' | 'worse' | null {
  const [of, than] = [figures, others].map((each) => (each ?? {}) as Readonly<Record<string, unknown>>);
  const [value, other] = [of?.[name], than?.[name]];
  if (typeof value !== 'number' || typeof other !== 'number') return null;
  const kind = typeof of?.kind === 'string' ? of.kind : kinds?.defaultKind;
  const declared = kinds?.taskKinds.find((each) => each.name === kind);
  const better = declared?.figures.find((figure) => figure.name === name)?.better;
  if (better === undefined) return null;
  const gain = goodness(value, better) - goodness(other, better);
  return gain === 0 ? null : gain > 0 ? 'better' : 'worse';
}

function goodness(value: number, better: 'higher' | 'lower' | number): number {
  if (better === 'higher') return value;
  return better === 'lower' ? -value : -Math.abs(value - better);
}
