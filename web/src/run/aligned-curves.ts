/** Responsible for curves as one chart takes them. Pure. Leaves to others: how many points they have, which the server thins. */

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
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
