/**
 * Responsible for a run on a terminal: one line a stage, what the running one does, all of it redrawn each time.
 * Leaves to others: when to draw (follow-run.ts).
 */
import type { RunSnapshot } from '@espalier/client';
import { type ActivityProgress, instanceIdOf, type StageProgress, type StageStatus } from '@espalier/domain';
import { shortened, type Width, wrapped } from '../render/fit-width.js';
import { lastFailureText } from '../render/last-failure-text.js';
import { paint } from '../render/paint.js';
import { durationText, partsText } from '../render/quantities.js';
import { waitingText } from '../render/waiting-text.js';
import { activityLines } from './activity-lines.js';
import type { TimeLeft } from './time-left.js';

const marks: Readonly<Record<StageStatus, string>> = {
  waiting: '·',
  running: '●',
  succeeded: '✓',
  failed: '✗',
  cancelled: '■',
};

const colours: Readonly<Record<StageStatus, (text: string) => string>> = {
  waiting: paint.dim,
  running: paint.cyan,
  succeeded: paint.green,
  failed: paint.red,
  cancelled: paint.yellow,
};

const leastNameWidth = 12;
const timeWidth = 10;

/** Seconds that a stage took, or has taken until now; null before it started. */
export function stageSeconds(stage: StageProgress, nowMs: number): number | null {
  if (stage.startedAtMs === null) return null;
  return Math.max(0, ((stage.endedAtMs ?? nowMs) - stage.startedAtMs) / 1000);
}

function remarkOf(stage: StageProgress): string {
  const parts: string[] = [];
  if (stage.cache?.hit) parts.push(`cached: ${stage.cache.reason}`);
  else {
    if (stage.shards > 0) parts.push(partsText(stage.name, stage.shards));
    if (stage.attempt > 1) parts.push(`attempt ${stage.attempt}`);
    if (stage.cache && stage.status !== 'waiting') parts.push(stage.cache.reason);
  }
  return parts.join(', ');
}

function stageLine(stage: StageProgress, nameWidth: number, { nowMs, width }: RunViewOptions): string {
  const seconds = stageSeconds(stage, nowMs);
  const time = (seconds === null ? '' : durationText(seconds)).padStart(timeWidth);
  const head = colours[stage.status](`${marks[stage.status]} ${instanceIdOf(stage).padEnd(nameWidth)}`);
  const room = width === null ? null : width - ` ✓ ${' '.repeat(nameWidth + timeWidth)}  `.length;
  return ` ${head}${time}  ${paint.dim(shortened(remarkOf(stage), room))}`.trimEnd();
}

function runSeconds(stages: readonly StageProgress[], nowMs: number): number {
  const starts = stages.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  if (starts.length === 0) return 0;
  const open = stages.some(({ status }) => status === 'running' || status === 'waiting');
  const endMs = open ? nowMs : Math.max(...stages.map(({ endedAtMs }) => endedAtMs ?? 0));
  return Math.max(0, (endMs - Math.min(...starts)) / 1000);
}

/** Of more instances of a stage than this only those are listed that are at work or have failed. */
const mostListed = 3;

function instancesByStage(stages: readonly StageProgress[]): readonly (readonly StageProgress[])[] {
  const groups = new Map<string, StageProgress[]>();
  for (const stage of stages) groups.set(stage.name, [...(groups.get(stage.name) ?? []), stage]);
  return [...groups.values()];
}

function isNews({ status }: StageProgress, own: readonly ActivityProgress[]): boolean {
  if (status === 'failed') return true;
  const atWork = own.some((each) => each.kind === 'fanout' || !each.phase.startsWith('waiting for'));
  return status === 'running' && atWork;
}

/** `train   4 of 15 done, 2 of them cached; 10 wait`. */
function groupLine(
  group: readonly StageProgress[],
  listed: readonly StageProgress[],
  nameWidth: number,
): string {
  const count = (status: StageStatus) => group.filter((stage) => stage.status === status).length;
  const done = count('succeeded');
  const cached = group.filter(({ cache }) => cache?.hit).length;
  const cancelled = count('cancelled');
  const waiting = group.length - done - cancelled - listed.length;
  const status: StageStatus =
    (['failed', 'running', 'cancelled', 'waiting'] as const).find((each) => count(each) > 0) ?? 'succeeded';
  const text = [
    `${done} of ${group.length} done${cached > 0 ? `, ${cached} of them cached` : ''}`,
    ...(waiting > 0 ? [`${waiting} wait`] : []),
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
  ].join('; ');
  return ` ${colours[status](`${marks[status]} ${(group[0]?.name ?? '').padEnd(nameWidth)}`)}  ${paint.dim(text)}`;
}

export interface RunViewOptions {
  /** The wall clock. */
  readonly nowMs: number;
  readonly width: Width;
  /** What the time left is told by; without it none is told. */
  readonly timeLeft?: TimeLeft;
}

/** The text has no line break at its end. */
export function runView({ progress, activities }: RunSnapshot, options: RunViewOptions): string {
  const { nowMs, width, timeLeft } = options;
  const { pipeline, runId, status, stages, waitingFor } = progress;
  const state = `${status}  ${durationText(runSeconds(stages, nowMs))}`;
  const whole = `${pipeline}  ${runId}  ${state}`;
  const lines =
    width === null || whole.length <= width
      ? [`${paint.bold(pipeline)}  ${paint.dim(runId)}  ${state}`]
      : // The ID begins with the pipeline's name.
        [paint.bold(runId), ` ${state}`];
  if (waitingFor !== undefined) lines.push(wrapped(` ${paint.yellow(waitingText(waitingFor))}`, width, 2));
  const indent = width === null || width >= 60 ? 5 : 3;
  const ownOf = (stage: StageProgress) =>
    activities.filter((each) => each.stage === instanceIdOf(stage)).map((each) => each.progress);
  const groups = instancesByStage(stages).map((group) => {
    const isMany = group.length > mostListed;
    return { group, listed: isMany ? group.filter((stage) => isNews(stage, ownOf(stage))) : group, isMany };
  });
  const names = groups.flatMap(({ listed }) => listed.map((stage) => instanceIdOf(stage).length));
  const nameWidth = Math.max(leastNameWidth, ...names);
  for (const { group, listed, isMany } of groups) {
    if (isMany) lines.push(groupLine(group, listed, nameWidth));
    for (const stage of listed) {
      lines.push(stageLine(stage, nameWidth, options));
      if (stage.status !== 'running') continue;
      const failure = lastFailureText(stage.lastFailure);
      if (failure !== null) {
        lines.push(wrapped(`${' '.repeat(indent)}${paint.yellow(failure)}`, width, 2));
      }
      const view = {
        width: width === null ? null : width - indent,
        secondsLeft: timeLeft?.secondsLeft(instanceIdOf(stage), nowMs) ?? null,
      };
      lines.push(...activityLines(ownOf(stage), view).map((line) => `${' '.repeat(indent)}${line}`));
    }
  }
  return lines.join('\n');
}
