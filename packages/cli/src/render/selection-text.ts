/**
 * Responsible for how the rows were split and the network was chosen, as a person reads it.
 * Leaves to others: the metrics of what was chosen (metrics-text.ts).
 */
import type { RunReport, Selection } from '@espalier/domain';
import { paint } from './paint.js';
import { countText } from './quantities.js';

/** Two lines or more: rows of each split, the state that is published, and each task that keeps its forest. */
export function selectionText({ splits, selection }: Pick<RunReport, 'splits' | 'selection'>): string {
  return [
    ...(splits === null ? [] : [splitsLine(splits)]),
    ...(selection === null ? [] : selectionLines(selection)),
  ].join('\n');
}

function splitsLine(splits: NonNullable<RunReport['splits']>): string {
  const told = Object.entries(splits)
    .filter(([, { rows }]) => rows > 0)
    .map(([split, { rows }]) => `${countText(rows)} ${split}`);
  return `rows     ${told.join(', ')}`;
}

function selectionLines({ bestStep, lastStep, totalSteps, curve, tasks }: Selection): string[] {
  const kept = Object.entries(tasks).filter(([, { model }]) => model === 'forest');
  const stopped = lastStep < totalSteps ? `, stopped at ${lastStep}` : '';
  const measured = curve.length === 0 ? ', unmeasured' : `, the best of ${curve.length - 1} measured`;
  const head =
    kept.length === Object.keys(tasks).length
      ? `network  no clear gain: the forest's scores are published${stopped && ` (training stopped at ${lastStep} of ${totalSteps})`}`
      : `network  of step ${bestStep} of ${totalSteps}${measured}${stopped}`;
  // Figures stand on a line of their own: together they are too wide for a terminal.
  const lines = kept.flatMap(([task, { reason }]) => {
    const [what = '', figures] = reason.split(/ (?=\()/);
    const first = `         ${task} keeps its forest: ${what}`;
    return figures === undefined ? [first] : [first, `           ${figures}`];
  });
  return [head, ...lines.map((line) => paint.dim(line))];
}
