/**
 * Responsible for a run as plain lines, for logs and pipes: one when a stage starts or ends, and now and then between.
 * Leaves to others: the redrawn view of a terminal (run-view.ts).
 */
import type { RunSnapshot } from '@espalier/client';
import { instanceIdOf, type StageProgress, type StageStatus } from '@espalier/domain';
import { lastFailureText } from '../render/last-failure-text.js';
import { durationText, partsText } from '../render/quantities.js';
import { waitingText } from '../render/waiting-text.js';
import { fanoutText, measuredText, rankText } from './activity-lines.js';
import { stageSeconds } from './run-view.js';
import { TimeLeft } from './time-left.js';

/** Between two lines about the same running stage. */
const quietMs = 10_000;

function endLine(stage: StageProgress, nowMs: number): string {
  const seconds = durationText(stageSeconds(stage, nowMs) ?? 0);
  const id = instanceIdOf(stage);
  if (stage.cache?.hit) return `${id}: cached (${stage.cache.reason})`;
  const shards = stage.shards > 0 ? `, ${partsText(stage.name, stage.shards)}` : '';
  return `${id}: ${stage.status} after ${seconds}${shards}`;
}

/** Turns snapshots into the lines that are new since the one before. */
export class ProgressLines {
  readonly #statuses = new Map<string, StageStatus>();
  #lastDetailMs = Number.NEGATIVE_INFINITY;
  #lastDetails = '';
  readonly #timeLeft = new TimeLeft();
  #toldWait = '';
  /** The attempt of each stage whose failure was told. */
  readonly #toldFailures = new Map<string, number>();

  next(snapshot: RunSnapshot, nowMs: number): string[] {
    const { progress, activities } = snapshot;
    this.#timeLeft.observe(snapshot, nowMs);
    const lines = this.#newWait(progress);
    for (const stage of progress.stages) {
      const id = instanceIdOf(stage);
      const before = this.#statuses.get(id) ?? 'waiting';
      this.#statuses.set(id, stage.status);
      if (before !== stage.status && stage.status === 'running') {
        const reason = stage.cache === null ? '' : ` (${stage.cache.reason})`;
        lines.push(`${id}: started${reason}`);
        this.#lastDetailMs = nowMs;
      }
      lines.push(...this.#newFailure(stage));
      if (before !== stage.status && stage.status !== 'running' && stage.status !== 'waiting') {
        lines.push(endLine(stage, nowMs));
      }
    }
    if (nowMs - this.#lastDetailMs < quietMs || activities.length === 0) return lines;
    const details = activities.flatMap(({ stage, progress: activity }) => {
      if (activity.kind === 'fanout') {
        const secondsLeft = this.#timeLeft.secondsLeft(stage, nowMs);
        const line = `${stage}: ${fanoutText(activity, { width: null, secondsLeft })}`;
        return activity.waiting === undefined ? [line] : [line, `${stage}: ${activity.waiting}`];
      }
      const line = `${stage}: ${rankText(activity)}`;
      // All ranks measure the same.
      if (activity.measured === undefined || activity.rank > 0) return [line];
      return [line, `${stage}: ${measuredText(activity.measured)}`];
    });
    // A stage that waits says so once.
    if (details.join('\n') === this.#lastDetails) return lines;
    this.#lastDetailMs = nowMs;
    this.#lastDetails = details.join('\n');
    return [...lines, ...details];
  }

  #newWait({ waitingFor }: RunSnapshot['progress']): string[] {
    const text = waitingFor === undefined ? '' : waitingText(waitingFor);
    if (text === this.#toldWait) return [];
    this.#toldWait = text;
    return text === '' ? [] : [text];
  }

  #newFailure(stage: StageProgress): string[] {
    const { lastFailure } = stage;
    const id = instanceIdOf(stage);
    const text = lastFailureText(lastFailure);
    if (text === null || this.#toldFailures.get(id) === lastFailure?.attempt) return [];
    this.#toldFailures.set(id, lastFailure?.attempt ?? 0);
    return [`${id}: ${text}`];
  }
}
