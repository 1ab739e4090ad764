/**
 * Responsible for whether a schedule can be made as it was asked for: every mistake at once, and what is said for what was left open. Pure.
 * Leaves to others: whether the pipeline is there (client), making it.
 */
import {
  defaultOverlap,
  EspalierError,
  modelNamePattern,
  type PipelineReference,
  type ScheduleDefinition,
  type ScheduleOverlap,
  scheduleOverlaps,
} from '@espalier/domain';
import { durationSeconds } from '@espalier/spec';
import { IANAZone } from 'luxon';
import { cronTimes, parseCron } from './cron.js';

/** As it is typed: durations such as `6h`. */
export interface ScheduleAsk {
  readonly name: string;
  readonly cron?: string | undefined;
  readonly every?: string | undefined;
  readonly offset?: string | undefined;
  readonly timezone?: string | undefined;
  readonly jitter?: string | undefined;
  readonly overlap?: string | undefined;
  readonly catchUp?: string | undefined;
  readonly partitionOffset?: number | undefined;
}

/** What is known of the pipeline that it is to start. */
export interface ScheduledPipeline extends PipelineReference {
  readonly isPartitioned: boolean;
}

/** Temporal takes none that is shorter. */
const leastCatchUpSeconds = 10;
/** Of a schedule's next times: those of a year with two changes of the clocks, or of its rarest rhythm. */
const timesLookedAt = 400;
const mostPartitionOffset = 5_000;
const second = 1_000;

/**
 * Where nothing says how late a missed run may start, it may be as late as the shortest distance between two times: of even ones, one starts after an outage, however long.
 * @param by who asks
 * @param problems further ones, that others have found
 * @throws EspalierError `request.invalid` with all mistakes
 */
export function checkSchedule(
  ask: ScheduleAsk,
  pipeline: ScheduledPipeline | null,
  by: string,
  nowMs: number,
  problems: readonly string[] = [],
): ScheduleDefinition {
  const mistakes = [...problems];
  const seconds = (option: string, text: string): number | null => {
    try {
      return durationSeconds(text);
    } catch {
      mistakes.push(`${option} expects a time such as 90s, 30m, 6h or 1d, not ${JSON.stringify(text)}`);
      return null;
    }
  };
  const { name, cron, every, timezone = 'UTC', overlap = defaultOverlap } = ask;
  if (!modelNamePattern.test(name)) {
    mistakes.push(`${JSON.stringify(name)} is no name: it has small letters, digits, - and _, 63 at most`);
  }
  if ((cron === undefined) === (every === undefined)) {
    mistakes.push('when it starts runs is told by either --cron "0 6 * * *" or --every 1d');
  }
  const everySeconds = every === undefined ? null : seconds('--every', every);
  const offsetSeconds = ask.offset === undefined ? 0 : seconds('--offset', ask.offset);
  if (ask.offset !== undefined && every === undefined) {
    mistakes.push('--offset belongs to --every; with --cron the fields say it');
  } else if (everySeconds !== null && offsetSeconds !== null && offsetSeconds >= everySeconds) {
    mistakes.push(`--offset ${ask.offset} is not shorter than --every ${every}`);
  }
  const isZone = timezone === 'UTC' || (timezone.includes('/') && IANAZone.isValidZone(timezone));
  if (!isZone) {
    mistakes.push(`${JSON.stringify(timezone)} is no time zone; give UTC, or one such as Europe/Berlin`);
  } else if (ask.timezone !== undefined && every !== undefined) {
    mistakes.push('--timezone belongs to --cron: --every counts from midnight UTC on, whatever clocks do');
  }
  const gapSeconds =
    everySeconds ?? (cron === undefined || !isZone ? null : shortestGap(cron, timezone, nowMs, mistakes));
  const jitterSeconds = ask.jitter === undefined ? 0 : seconds('--jitter', ask.jitter);
  if (jitterSeconds !== null && gapSeconds !== null && jitterSeconds >= gapSeconds) {
    mistakes.push(`--jitter ${ask.jitter} is not shorter than the time between two runs, ${gapSeconds} s`);
  }
  const catchUpSeconds =
    ask.catchUp === undefined
      ? Math.max(leastCatchUpSeconds, gapSeconds ?? leastCatchUpSeconds)
      : seconds('--catch-up', ask.catchUp);
  if (catchUpSeconds !== null && catchUpSeconds < leastCatchUpSeconds) {
    mistakes.push(`--catch-up is at least ${leastCatchUpSeconds}s`);
  }
  if (!isOverlap(overlap)) {
    mistakes.push(`--overlap is ${scheduleOverlaps.join(', ')}, not ${JSON.stringify(overlap)}`);
  }
  const { partitionOffset } = ask;
  if (partitionOffset !== undefined) {
    if (pipeline !== null && !pipeline.isPartitioned) {
      mistakes.push(`--partition-offset needs a pipeline with \`partitions\`, and ${pipeline.name} has none`);
    }
    if (
      !(Number.isInteger(partitionOffset) && partitionOffset >= 0 && partitionOffset <= mostPartitionOffset)
    ) {
      mistakes.push(`--partition-offset is a whole number from 0 to ${mostPartitionOffset}`);
    }
  }
  if (mistakes.length > 0 || pipeline === null || !isOverlap(overlap)) {
    const list = mistakes.length === 1 ? mistakes[0] : mistakes.map((each) => `\n  ${each}`).join('');
    throw new EspalierError('request.invalid', `The schedule can't be made: ${list}.`, {
      details: { mistakes },
    });
  }
  return {
    ...{ name, pipeline: pipeline.name, version: pipeline.version },
    ...{ cron: cron ?? null, everySeconds, offsetSeconds: offsetSeconds ?? 0, timezone },
    ...{ jitterSeconds: jitterSeconds ?? 0, overlap, catchUpSeconds: catchUpSeconds ?? 0 },
    partitionOffset: pipeline.isPartitioned ? (partitionOffset ?? 1) : null,
    ...{ by, createdAt: new Date(nowMs).toISOString() },
  };
}

function isOverlap(text: string): text is ScheduleOverlap {
  return (scheduleOverlaps as readonly string[]).includes(text);
}

/** In seconds; null where there are not two times. */
function shortestGap(text: string, timezone: string, nowMs: number, mistakes: string[]): number | null {
  const cron = parseCron(text);
  if ('problems' in cron) {
    mistakes.push(...cron.problems.map((problem) => `--cron: ${problem}`));
    return null;
  }
  const times = cronTimes(cron, timezone, nowMs, timesLookedAt);
  if (times.length === 0) mistakes.push(`--cron: ${JSON.stringify(text)} never comes`);
  const gaps = times.slice(1).map((time, at) => (time - (times[at] ?? 0)) / second);
  return gaps.length === 0 ? null : Math.min(...gaps);
}
