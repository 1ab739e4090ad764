/** Responsible for drawing many points on few pixels: of each bucket its lowest and its highest, so that no spike is lost. Pure. */

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** In the order of steps; all of them where they are few. @param buckets about one a pixel */
export function bucketed(points: readonly CurvePoint[], buckets: number): readonly CurvePoint[] {
  const first = points[0];
  const last = points.at(-1);
  if (points.length <= 2 * buckets || first === undefined || last === undefined) return points;
  const width = (last.step - first.step) / buckets;
  const kept: CurvePoint[] = [];
  let lowest = first;
  let highest = first;
  let bucket = 0;
  const close = () => {
    const [earlier, later] = lowest.step <= highest.step ? [lowest, highest] : [highest, lowest];
    kept.push(earlier);
    if (later !== earlier) kept.push(later);
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
  return kept;
}

/** Curves over the steps of all of them, as charts take them; null where one has no point. */
export function aligned(curves: readonly (readonly CurvePoint[])[]): [number[], ...(number | null)[][]] {
  const steps = [...new Set(curves.flatMap((curve) => curve.map(({ step }) => step)))].sort((a, b) => a - b);
  const places = new Map(steps.map((step, place) => [step, place]));
  const rows = curves.map((curve) => {
    const row: (number | null)[] = new Array(steps.length).fill(null);
    for (const { step, value } of curve) row[places.get(step) ?? 0] = value;
    return row;
  });
  return [steps, ...rows];
}

/** Each value as a share more or less than the first, so that curves of any height fit on one chart; the first stays where it is 0. */
export function fromFirst(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const first = points[0]?.value ?? 0;
  if (first === 0) return points;
  return points.map(({ step, value }) => ({ step, value: value / first - 1 }));
}
