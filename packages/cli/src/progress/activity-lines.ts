/**
 * Responsible for what a running stage tells of itself: the bar of a fan-out, the losses and speed of each rank.
 * Leaves to others: the list of stages around it (run-view.ts).
 */
import type { ActivityProgress, FanoutProgress, RankProgress } from '@espalier/domain';
import { joinFitting, shortened, type Width, wrapped } from '../render/fit-width.js';
import { paint } from '../render/paint.js';
import { barText, countText, durationText, sizeText } from '../render/quantities.js';
import { workOf } from './time-left.js';

export interface ActivityView {
  readonly width: Width;
  /** Null while it is too early to tell. */
  readonly secondsLeft: number | null;
}

function barWidth(width: Width): number {
  return width === null || width >= 60 ? 24 : 10;
}

function leftText({ secondsLeft }: ActivityView): string {
  return secondsLeft === null ? '' : `${durationText(secondsLeft)} left`;
}

function speedText(rowsPerSecond: number): string {
  return rowsPerSecond > 0 ? `${countText(rowsPerSecond)} rows/s` : '';
}

export function fanoutText(progress: FanoutProgress, view: ActivityView): string {
  const { doneShards, totalShards, doneRows, totalRows, rowsPerSecond, isFolding = false } = progress;
  const share = totalRows > 0 ? doneRows / totalRows : doneShards / Math.max(1, totalShards);
  const bar = `${barText(share, barWidth(view.width))} ${doneShards}/${totalShards} shards`;
  return joinFitting(
    [
      { text: bar, weight: Number.POSITIVE_INFINITY },
      { text: isFolding ? 'folding' : speedText(rowsPerSecond), weight: 1 },
      { text: isFolding ? '' : leftText(view), weight: 2 },
    ],
    view.width,
  );
}

/** `early stop at 80: click 0.4990 (forest 0.5004), best 60`; best 0 is the forest. */
export function measuredText({
  step,
  network,
  forest,
  bestStep,
}: NonNullable<RankProgress['measured']>): string {
  const losses = Object.entries(network).map(
    ([task, loss]) => `${task} ${loss.toFixed(4)} (forest ${forest[task]?.toFixed(4) ?? '—'})`,
  );
  const best = bestStep === 0 ? 'the forest is best' : `best at ${bestStep}`;
  return `early stop at ${step}: ${losses.join(', ')}; ${best}`;
}

/** `loading  34 of 120 MB`: how much of its inputs a rank has. */
function phaseText({ phase, loaded }: RankProgress): string {
  if (loaded === undefined) return phase;
  return `${phase}  ${sizeText(loaded.doneBytes)} of ${sizeText(loaded.totalBytes)}`;
}

export function rankText(progress: RankProgress, width: Width = null): string {
  const { rank, doneSteps, totalSteps, rowsPerSecond, losses } = progress;
  const steps = totalSteps > 0 ? `${doneSteps}/${totalSteps}` : '';
  const room = width === null ? null : width - `rank ${rank}  ${steps}  `.length;
  return joinFitting(
    [
      { text: `rank ${rank}`, weight: Number.POSITIVE_INFINITY },
      { text: shortened(phaseText(progress), room), weight: Number.POSITIVE_INFINITY },
      { text: steps, weight: Number.POSITIVE_INFINITY },
      ...Object.entries(losses).map(([task, loss]) => ({
        text: paint.dim(`${task} ${loss.toFixed(4)}`),
        weight: 2,
      })),
      { text: speedText(rowsPerSecond), weight: 1 },
    ],
    width,
  );
}

/** The gang as one bar; none before all count steps. */
function gangLines(ranks: readonly RankProgress[], view: ActivityView): string[] {
  const work = workOf(ranks);
  if (work === null) return [];
  const speed = ranks.reduce((sum, rank) => sum + rank.rowsPerSecond, 0);
  const bar = `${barText(work.done / work.total, barWidth(view.width))} ${work.done}/${work.total}`;
  const left = leftText(view);
  // What is measured on the early-stop rows may end before its last step.
  const mayStopEarly = ranks.some(({ measured }) => measured !== undefined);
  return [
    joinFitting(
      [
        { text: bar, weight: Number.POSITIVE_INFINITY },
        { text: speedText(speed), weight: 1 },
        { text: mayStopEarly && left !== '' ? `at most ${left}` : left, weight: 2 },
      ],
      view.width,
    ),
  ];
}

/** The lines under a running stage, none where nothing has been heard of it. */
export function activityLines(activities: readonly ActivityProgress[], view: ActivityView): string[] {
  const fanouts = activities.filter((activity) => activity.kind === 'fanout');
  const ranks = activities.filter((activity) => activity.kind === 'rank').sort((a, b) => a.rank - b.rank);
  return [
    ...fanouts.flatMap((fanout) => [
      fanoutText(fanout, view),
      ...(fanout.waiting === undefined ? [] : wrapped(fanout.waiting, view.width, 2).split('\n')),
    ]),
    ...gangLines(ranks, view),
    ...ranks.map((rank) => rankText(rank, view.width)),
    ...ranks
      .slice(0, 1)
      .flatMap(({ measured }) =>
        measured ? wrapped(measuredText(measured), view.width, 2).split('\n').map(paint.dim) : [],
      ),
  ];
}
