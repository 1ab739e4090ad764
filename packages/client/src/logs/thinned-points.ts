/**
 * Responsible for curves of no more points than can be seen: of each bucket of steps its lowest and its highest, so that no spike is lost. Pure.
 */

interface Point {
  readonly step: number;
  readonly value: number;
}

/**
 * In the order of steps; the first and the last are among them.
 * @param points in the order of steps
 * @param most of them, 4 or more; all where there are no more
 */
export function thinnedPoints<P extends Point>(points: readonly P[], most: number): readonly P[] {
  const first = points[0];
  const last = points.at(-1);
  if (points.length <= most || first === undefined || last === undefined) return points;
  const buckets = Math.max(1, Math.floor((most - 2) / 2));
  const width = Math.max(Number.MIN_VALUE, (last.step - first.step) / buckets);
  const kept: P[] = [first];
  let bucket = 0;
  let lowest = first;
  let highest = first;
  const close = () => {
    const pair = lowest.step <= highest.step ? [lowest, highest] : [highest, lowest];
    for (const point of pair) if (point !== kept.at(-1)) kept.push(point);
  };
  for (const point of points) {
    const of = Math.min(buckets - 1, Math.floor((point.step - first.step) / width));
    if (of !== bucket) {
      close();
      bucket = of;
      lowest = point;
      highest = point;
    }
    if (point.value < lowest.value) lowest = point;
    if (point.value > highest.value) highest = point;
  }
  close();
  if (kept.at(-1) !== last) kept.push(last);
  return kept;
}
