/**
 * Responsible for what a running stage tells of itself: the bar of a fan-out, the losses and speed of each rank.
 * Leaves to others: the list of stages around it (run-view.ts).
 */
import type { ActivityProgress, FanoutProgress, RankProgress } from '@espalier/domain';
import { paint } from '../render/paint.js';
import { barText, countText, durationText } from '../render/quantities.js';

const barWidth = 24;

/** Seconds until `total` at the speed so far; null before there is one. */
function secondsLeft(done: number, total: number, elapsedSeconds: number): number | null {
  if (done <= 0 || elapsedSeconds <= 0 || done > total) return null;
  return ((total - done) * elapsedSeconds) / done;
}

function leftText(seconds: number | null): string {
  return seconds === null || !Number.isFinite(seconds) ? '' : `  ${durationText(seconds)} left`;
}

export function fanoutText(progress: FanoutProgress): string {
  const { doneShards, totalShards, doneRows, totalRows, rowsPerSecond } = progress;
  const share = totalRows > 0 ? doneRows / totalRows : doneShards / Math.max(1, totalShards);
  const left = rowsPerSecond > 0 ? (totalRows - doneRows) / rowsPerSecond : null;
  const speed = rowsPerSecond > 0 ? `  ${countText(rowsPerSecond)} rows/s` : '';
  return `${barText(share, barWidth)} ${doneShards}/${totalShards} shards${speed}${leftText(left)}`;
}

function lossesText(losses: RankProgress['losses']): string {
  return Object.entries(losses)
    .map(([task, loss]) => `  ${task} ${loss.toFixed(4)}`)
    .join('');
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

export function rankText(progress: RankProgress): string {
  const { rank, doneSteps, totalSteps, rowsPerSecond, losses, phase } = progress;
  const speed = rowsPerSecond > 0 ? `  ${countText(rowsPerSecond)} rows/s` : '';
  return `rank ${rank}  ${phase}  ${doneSteps}/${totalSteps}${paint.dim(lossesText(losses))}${speed}`;
}

/** The gang as one bar: the ranks go in step, so the slowest tells. */
function gangText(ranks: readonly RankProgress[], elapsedSeconds: number): string {
  const slowest = ranks.reduce((slow, rank) => (rank.doneSteps < slow.doneSteps ? rank : slow));
  const { doneSteps, totalSteps } = slowest;
  const speed = ranks.reduce((sum, rank) => sum + rank.rowsPerSecond, 0);
  const left = secondsLeft(doneSteps, totalSteps, elapsedSeconds);
  const speedText = speed > 0 ? `  ${countText(speed)} rows/s` : '';
  return `${barText(doneSteps / Math.max(1, totalSteps), barWidth)} ${doneSteps}/${totalSteps}${speedText}${leftText(left)}`;
}

/** The lines under a running stage, none where nothing has been heard of it. */
export function activityLines(activities: readonly ActivityProgress[], elapsedSeconds: number): string[] {
  const fanouts = activities.filter((activity) => activity.kind === 'fanout');
  const ranks = activities.filter((activity) => activity.kind === 'rank').sort((a, b) => a.rank - b.rank);
  return [
    ...fanouts.map(fanoutText),
    ...(ranks.length === 0 ? [] : [gangText(ranks, elapsedSeconds)]),
    ...ranks.map(rankText),
    ...ranks.slice(0, 1).flatMap(({ measured }) => (measured ? [paint.dim(measuredText(measured))] : [])),
  ];
}
