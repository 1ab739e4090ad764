/** Runs competitors in turn, round after round, so that what else the machine does hits all of them alike. */

export interface Competitors {
  /** May return the seconds that it took, where it lives in another process; otherwise they are measured here. */
  readonly [name: string]: () => Promise<unknown>;
}

/**
 * Seconds of each competitor in each round. The order turns with the rounds, and a first round warms up and is not
 * counted.
 */
export async function interleave<C extends Competitors>(
  competitors: C,
  rounds: number,
): Promise<Readonly<Record<keyof C, readonly number[]>>> {
  const names = Object.keys(competitors);
  const seconds = Object.fromEntries(names.map((name): [string, number[]] => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    const turned = names.map((_, index) => names[(index + round + names.length) % names.length] ?? '');
    for (const name of turned) {
      const startedMs = performance.now();
      const said = await competitors[name]?.();
      const passed = (performance.now() - startedMs) / 1000;
      if (round >= 0) seconds[name]?.push(typeof said === 'number' ? said : passed);
    }
  }
  return seconds as Record<keyof C, number[]>;
}

/** The ratio of each round: how many times as fast the first is as the second. */
export function speedRatios(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((seconds, round) => (theirs[round] ?? Number.NaN) / seconds);
}
