/**
 * Responsible for the learning curves that a run's log lines tell.
 * Leaves to others: drawing them (render/curves-text.ts).
 */
import { measuredMessage } from '@espalier/domain';
import type { Curve } from '../render/curves-text.js';
import type { LogEntry } from './log-entry.js';

function isLosses(value: unknown): value is Readonly<Record<string, number>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((loss) => typeof loss === 'number')
  );
}

/** By task, the log loss of the forest at step 0 and of the network at each step; of a step that was done again, the latest. */
export function measuredCurves(entries: readonly LogEntry[]): Curve[] {
  const byTask = new Map<string, Map<number, number>>();
  const add = (losses: unknown, step: number) => {
    for (const [task, loss] of isLosses(losses) ? Object.entries(losses) : []) {
      const points = byTask.get(task) ?? new Map<number, number>();
      byTask.set(task, points.set(step, loss));
    }
  };
  for (const { msg, step, network, forest } of entries) {
    if (msg !== measuredMessage || typeof step !== 'number') continue;
    // The network begins as the forest.
    add(forest, 0);
    add(network, step);
  }
  return [...byTask].map(([task, points]) => ({
    task,
    points: [...points].map(([step, value]) => ({ step, value })).sort((a, b) => a.step - b.step),
  }));
}
