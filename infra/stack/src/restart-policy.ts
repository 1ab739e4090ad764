/** When a process that ended is started again. Pure: times come in, a delay goes out. */
const firstDelayMs = 100;
const longestDelayMs = 10_000;
/** A process that ran this long had really started; the next failure counts as its first. */
export const steadyAfterMs = 10_000;

/** @param failures consecutive ends without a steady time between them, this one included. */
export function restartDelayMs(failures: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
}
