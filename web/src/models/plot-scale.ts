/** Responsible for points of plots as kinds of tasks declare them, and for where they stand on a square of one scale. Pure. */
import type { Schemas } from '../api/client.js';

type Declaration = Schemas['PlotDeclaration'];
export type PlotPoint = readonly number[] | Readonly<Record<string, number>>;

export interface PlacedPoint {
  readonly x: number;
  readonly y: number;
}

/** In their order; a point without one of its coordinates is none. */
export function pointsOf(
  declared: Pick<Declaration, 'x' | 'y'>,
  points: readonly PlotPoint[],
): PlacedPoint[] {
  const read = (point: PlotPoint, field: string | number) =>
    (point as Readonly<Record<string | number, number | undefined>>)[field];
  return points.flatMap((point) => {
    const [x, y] = [read(point, declared.x.field), read(point, declared.y.field)];
    return x === undefined || y === undefined ? [] : [{ x, y }];
  });
}

const steps = [1, 2, 2.5, 5, 10] as const;
const mostTicks = 5;

/**
 * Both axes from 0 as far as the points reach, so that the line on which both are the same is a diagonal.
 * @returns ticks, 0 first; the last is where the axes end
 */
export function ticksOf(points: readonly PlacedPoint[]): readonly number[] {
  const largest = Math.max(0, ...points.flatMap(({ x, y }) => [x, y]));
  return largest === 0 ? [0, 1] : ticksBetween(0, largest);
}

/** @returns ticks around the values, from one below to one above; values that are all the same have some room */
export function spanTicksOf(values: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least < most) return ticksBetween(least, most);
  const room = Math.abs(least) / 10 || 1;
  return ticksBetween(least - room, least + room);
}

function ticksBetween(least: number, most: number): readonly number[] {
  const rough = (most - least) / (mostTicks - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (steps.find((each) => each * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.floor(least / step + 1e-9);
  const count = Math.ceil(most / step - 1e-9) - first;
  return Array.from({ length: count + 1 }, (_, at) => Number(((first + at) * step).toPrecision(6)));
}
