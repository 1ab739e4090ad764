/** Responsible for schedules as text: all of them, and one with its times and its last runs. */
import type {
  ScheduleDefinition,
  ScheduledRun,
  ScheduleOverlap,
  ScheduleSummary,
  ShownSchedule,
} from '@espalier/domain';
import type { Width } from './fit-width.js';
import { clockText } from './models-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { printable } from './printable.js';

const none = '-';

const overlapTexts: Readonly<Record<ScheduleOverlap, string>> = {
  skip: 'a time at which its run goes on is passed over',
  'queue-one': 'one run waits for the one that goes; further times are passed over',
  queue: 'each run waits for the one before',
  replace: 'the run that goes is cancelled',
  allow: "runs go side by side, as the pipeline's `runs.concurrency` allows",
};

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;

/** As it is typed: `6h`. */
function spanText(seconds: number): string {
  const unit = units.find(([, length]) => seconds >= length && seconds % length === 0);
  return unit === undefined ? `${seconds}s` : `${seconds / unit[1]}${unit[0]}`;
}

function timesText({ cron, everySeconds, offsetSeconds, timezone }: ScheduleDefinition): string {
  if (cron !== null) return `${cron} ${timezone}`;
  const offset = offsetSeconds === 0 ? '' : ` + ${spanText(offsetSeconds)}`;
  return `every ${spanText(everySeconds ?? 0)}${offset}`;
}

/** By the clocks of the schedule. */
function zonedText(time: string, timezone: string): string {
  const text = new Date(time).toLocaleString('sv-SE', { timeZone: timezone });
  return `${text} ${timezone}`;
}

function pipelineName({ pipeline, version }: ScheduleDefinition): string {
  return version === null ? pipeline : `${pipeline}@${version}`;
}

export function scheduleListText(schedules: readonly ScheduleSummary[], width: Width): string {
  return plainTable(
    [
      { title: 'schedule' },
      { title: 'pipeline' },
      { title: 'when' },
      { title: 'next', weight: 2 },
      { title: 'note', weight: 1, wraps: true },
    ],
    schedules.map(({ schedule, isPaused, note, nextTimes: [next] }) => [
      ...[schedule.name, pipelineName(schedule), timesText(schedule)],
      isPaused ? 'paused' : next === undefined ? none : zonedText(next, schedule.timezone),
      printable(note),
    ]),
    width,
  );
}

export function scheduleText(
  { schedule, isPaused, note, nextTimes, counts, runs }: ShownSchedule,
  width: Width,
): string {
  const { name, timezone, overlap, catchUpSeconds, jitterSeconds, partitionOffset } = schedule;
  const next = nextTimes.map((time) => zonedText(time, timezone));
  const lines = [
    `${paint.bold(name)}  ${pipelineName(schedule)}, ${timesText(schedule)}${isPaused ? paint.yellow('  paused') : ''}`,
    paint.dim(printable(`${clockText(schedule.createdAt)} by ${schedule.by}; ${note}`)),
    '',
    `next      ${isPaused ? 'nothing, until it is resumed' : next.join('\n          ') || none}`,
    ...(jitterSeconds === 0 ? [] : [`jitter    up to ${spanText(jitterSeconds)} later`]),
    `overlap   ${overlap}: ${overlapTexts[overlap]}`,
    `catch-up  what was missed, or waits for another run, starts up to ${spanText(catchUpSeconds)} late, or not at all`,
    ...(partitionOffset === null ? [] : [`for       ${partitionText(partitionOffset)}`]),
    `so far    ${counts.started} started, ${counts.skipped} passed over, ${counts.missed} missed for good`,
  ];
  return runs.length === 0 ? lines.join('\n') : `${lines.join('\n')}\n\n${runsText(runs, width)}`;
}

function partitionText(offset: number): string {
  if (offset === 0) return 'the partition that the scheduled time lies in';
  return offset === 1
    ? 'the last whole partition before the scheduled time'
    : `the partition ${offset} before the one that the scheduled time lies in`;
}

function runsText(runs: readonly ScheduledRun[], width: Width): string {
  return plainTable(
    [
      { title: 'scheduled' },
      { title: 'for', weight: 1 },
      { title: 'status' },
      { title: 'run' },
      { title: 'why', weight: 2, wraps: true },
    ],
    runs.map(({ scheduledAt, partition, status, runId, problem }) => [
      ...[clockText(scheduledAt), partition ?? none, status, runId ?? none],
      printable(problem ?? ''),
    ]),
    width,
  );
}
