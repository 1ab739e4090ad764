/** Responsible for how far a share that was counted may lie from the true one. Pure. */

/** Of a 99 % interval, two-sided. */
const z = 2.5758293035489;

/** Wilson's interval (1927) of a share, 99 %. @param rows at least 1 */
export function wilsonInterval(taken: number, rows: number): readonly [low: number, high: number] {
  const share = taken / rows;
  const spread = (z * z) / rows;
  const middle = share + spread / 2;
  const half = z * Math.sqrt((share * (1 - share)) / rows + spread / (4 * rows));
  return [Math.max(0, (middle - half) / (1 + spread)), Math.min(1, (middle + half) / (1 + spread))];
}

/** The least that a share can be, at 99 %; 0 of no rows. */
export function leastShare(taken: number, rows: number): number {
  return rows === 0 ? 0 : wilsonInterval(taken, rows)[0];
}
