/**
 * Responsible for learning curves as a person reads them: a line of blocks for each task, and the figures at its ends.
 * Leaves to others: where the points come from (a run's report, its logs); all of them, which --json gives.
 */
import type { Curve } from '@espalier/client/logs';
import { kindOf, measuredLosses, type RunReport, taskKinds } from '@espalier/domain';
import { joinFitting, type Width, wrapped } from './fit-width.js';
import { paint } from './paint.js';

const blocks = '▁▂▃▄▅▆▇█';
const commonWidth = 80;

/** Blocks from the least value to the greatest, as many as values, or `width` of them, each the mean of its share. */
export function sparkText(values: readonly number[], width: number): string {
  const count = Math.min(width, values.length);
  const means = Array.from({ length: count }, (_, index) => {
    const share = values.slice(
      Math.floor((index * values.length) / count),
      Math.floor(((index + 1) * values.length) / count),
    );
    return share.reduce((sum, value) => sum + value, 0) / share.length;
  });
  const least = Math.min(...means);
  const range = Math.max(...means) - least;
  return means
    .map((mean) => blocks[range > 0 ? Math.round(((mean - least) / range) * (blocks.length - 1)) : 0])
    .join('');
}

function figures({ points }: Curve): { readonly ends: string; readonly least: string } {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return { ends: '', least: '' };
  const best = points.reduce((low, point) => (point.value < low.value ? point : low));
  return {
    ends: `${first.value.toFixed(4)} → ${last.value.toFixed(4)}`,
    least: `least ${best.value.toFixed(4)} at ${best.step}`,
  };
}

function curvesBlock(title: string, curves: readonly Curve[], width: Width): string {
  const room = width ?? commonWidth;
  const names = Math.max(...curves.map(({ task }) => task.length));
  // A long name has a line of its own.
  const beside = names <= room / 4;
  const lines = curves.flatMap((curve) => {
    const { ends, least } = figures(curve);
    const spark = sparkText(
      curve.points.map(({ value }) => value),
      room >= 60 ? 24 : 12,
    );
    const line = joinFitting(
      [
        { text: beside ? ` ${curve.task.padEnd(names)}` : ' ', weight: Number.POSITIVE_INFINITY },
        { text: paint.cyan(spark), weight: Number.POSITIVE_INFINITY },
        { text: ends, weight: 2 },
        { text: paint.dim(least), weight: 1 },
      ],
      width,
    );
    return beside ? [line] : [` ${curve.task}`, line];
  });
  return [paint.bold(wrapped(title, width)), ...lines].join('\n');
}

/**
 * Mean losses on the early-stop rows, from the forest's at step 0 on; the empty text where none was measured.
 * @param loss what they are called
 */
export function measuredCurvesText(curves: readonly Curve[], width: Width, loss = 'loss'): string {
  const drawn = curves.filter(({ points }) => points.length > 1);
  return drawn.length === 0
    ? ''
    : curvesBlock(`${loss} on the early-stop rows by step (0: the forest)`, drawn, width);
}

/** The curves of a run that has trained; the empty text before. */
export function reportCurvesText(
  { selection, epochLosses }: Pick<RunReport, 'selection' | 'epochLosses'>,
  width: Width,
): string {
  const curve = selection?.curve ?? [];
  const tasks = Object.keys(curve[0]?.tasks ?? epochLosses[0] ?? {});
  if (curve.length === 0) {
    const curves = tasks.map((task) => ({
      task,
      points: epochLosses.flatMap((losses, epoch) =>
        losses[task] === undefined ? [] : [{ step: epoch + 1, value: losses[task] }],
      ),
    }));
    const drawn = curves.filter(({ points }) => points.length > 1);
    return drawn.length === 0 ? '' : curvesBlock('loss on the training rows by epoch', drawn, width);
  }
  const { kinds } = selection ?? {};
  const losses = curve.map(({ step, tasks: of }) => ({ step, of: measuredLosses(of, kinds) }));
  const titleOf = (task: string) => taskKinds[kindOf({ kind: kinds?.[task] })].learningCurve.title;
  const measured = [...new Set(tasks.map(titleOf))].map((title) => {
    const titled = tasks.filter((task) => titleOf(task) === title);
    const curves = titled.map((task) => ({
      task,
      points: losses.flatMap(({ step, of }) => (of[task] === undefined ? [] : [{ step, value: of[task] }])),
    }));
    return measuredCurvesText(curves, width, title);
  });
  const training = tasks.map((task) => ({
    task,
    points: curve.flatMap(({ step, trainingLosses }) =>
      trainingLosses?.[task] === undefined ? [] : [{ step, value: trainingLosses[task] }],
    ),
  }));
  const learnt = training.filter(({ points }) => points.length > 1);
  return [
    ...measured,
    learnt.length === 0 ? '' : curvesBlock('loss on the training rows by step', learnt, width),
  ]
    .filter((text) => text !== '')
    .join('\n');
}
