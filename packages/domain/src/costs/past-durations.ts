/** Responsible for what past runs took, as a few numbers; pure. Leaves to others: which runs these are. */

export interface PastDurations extends SecondsSpread {
  /** How many there are. */
  readonly runs: number;
}

export interface SecondsSpread {
  readonly medianSeconds: number;
  /** Between these lie eight of ten; half of them in records of earlier versions. */
  readonly lowSeconds: number;
  readonly highSeconds: number;
}

const lowShare = 0.1;
const highShare = 0.9;

/** Null of none. */
export function pastDurations(seconds: readonly number[]): PastDurations | null {
  if (seconds.length === 0) return null;
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return low + (high - low) * (place - Math.floor(place));
  };
  return {
    runs: sorted.length,
    ...{ medianSeconds: at(0.5), lowSeconds: at(lowShare), highSeconds: at(highShare) },
  };
}

export const noTime: SecondsSpread = { medianSeconds: 0, lowSeconds: 0, highSeconds: 0 };

/** Each of its numbers by itself, so that the low of a sum is that of all lows at once. */
export function combined(
  spreads: readonly SecondsSpread[],
  combine: (...numbers: number[]) => number,
): SecondsSpread {
  const of = (key: keyof SecondsSpread) => combine(...spreads.map((spread) => spread[key]));
  return {
    medianSeconds: of('medianSeconds'),
    lowSeconds: of('lowSeconds'),
    highSeconds: of('highSeconds'),
  };
}

export function sum(...numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
