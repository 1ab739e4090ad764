/**
 * Responsible for the learning curves that a run has kept, or that its log lines tell while it goes.
 * Leaves to others: drawing them.
 */
import { measuredLosses, measuredMessage, type Selection } from '@espalier/domain';
import type { LogEntry } from './log-entry.js';

interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

export interface Curve {
  readonly task: string;
  /** In the order of the steps. */
  readonly points: readonly CurvePoint[];
}

function isLosses(value: unknown): value is Readonly<Record<string, number>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((loss) => typeof loss === 'number')
  );
}

/** By training and task, the loss of the forest at step 0 and of the network at each step; of a step that was done again, the latest. */
export function measuredCurves(entries: readonly LogEntry[]): Curve[] {
  const measured = new MeasuredCurves();
  measured.add(entries);
  return measured.curves();
}

/** The same of lines that come by and by. */
export class MeasuredCurves {
  readonly #points = new Map<string, CurvePoint[]>();

  /** @param entries in the order of time, and of those before */
  add(entries: readonly LogEntry[]): void {
    for (const { msg, stage, step, network, forest } of entries) {
      if (msg !== measuredMessage || typeof step !== 'number') continue;
      // The network begins as the forest.
      this.#addLosses(stage, forest, 0);
      this.#addLosses(stage, network, step);
    }
  }

  curves(): Curve[] {
    return [...this.#points].map(([task, points]) => ({ task, points }));
  }

  /** Of all curves. */
  get pointCount(): number {
    return [...this.#points.values()].reduce((sum, { length }) => sum + length, 0);
  }

  #addLosses(stage: unknown, losses: unknown, step: number): void {
    for (const [name, loss] of isLosses(losses) ? Object.entries(losses) : []) {
      // A comparison has many trainings; elsewhere there is one, and the task says enough.
      const task = typeof stage === 'string' && stage.includes('.') ? `${stage} ${name}` : name;
      const points = this.#points.get(task);
      if (points === undefined) this.#points.set(task, [{ step, value: loss }]);
      else place(points, { step, value: loss });
    }
  }
}

/** At the end as a rule, or at the first, which every line tells: only steps that are done again are looked for. */
function place(points: CurvePoint[], point: CurvePoint): void {
  const last = points.at(-1);
  if (last === undefined || last.step < point.step) {
    points.push(point);
    return;
  }
  if (points[0]?.step === point.step) {
    points[0] = point;
    return;
  }
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as CurvePoint).step < point.step) low = middle + 1;
    else high = middle;
  }
  if (points[low]?.step === point.step) points[low] = point;
  else points.splice(low, 0, point);
}

/** The same of what the run has kept; empty where nothing was measured. */
export function keptCurves({ curve, kinds }: Pick<Selection, 'curve' | 'kinds'>): Curve[] {
  const losses = curve.map(({ step, tasks }) => ({ step, of: measuredLosses(tasks, kinds) }));
  return Object.keys(losses[0]?.of ?? {}).map((task) => ({
    task,
    points: losses.flatMap(({ step, of }) => (of[task] === undefined ? [] : [{ step, value: of[task] }])),
  }));
}
