/** Responsible for how many points of a curve a window can show: about two a pixel, the lowest and the highest, and no more than a wide chart shows. */
const most = 1_000;

/** @param width in CSS pixels */
export function curvePoints(width: number): number {
  return Math.min(most, 2 * width);
}
