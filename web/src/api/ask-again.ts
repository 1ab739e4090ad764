/** Responsible for when a question is asked again by itself: while what it needs is away, whatever its own interval is. */
import { isPassing } from './problem.js';

const whileAwayMs = 5_000;

interface Asked {
  readonly state: { readonly error: unknown };
}

/** @param everyMs of a question that is answered; false where the answer stays as it is */
export function askAgain(everyMs: number | false = false) {
  return ({ state }: Asked): number | false => (isPassing(state.error) ? everyMs || whileAwayMs : everyMs);
}
