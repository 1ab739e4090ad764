/**
 * Responsible for which partitions a window holds. Days are counted by the calendar; hours by time that passes, so that none is met twice or
 * left out where clocks are put forward or back.
 * Leaves to others: where a partition lies (uri-template.ts), whether it is there (features).
 */
import { DateTime } from 'luxon';
import { labelFormats, type PartitionEvery, type PartitionScheme } from './partition-scheme.js';

const examples: Readonly<Record<PartitionEvery, string>> = { '1d': '2026-11-20', '1h': '2026-11-20T13' };
const maxWindow = 10_000;
const hourMs = 3_600_000;
/** Clocks leave out a few hours at most; whole days that they left out have none. */
const shortestDayMs = 20 * hourMs;
/** Antarctica/Troll puts its clocks back by two. */
const mostPutBackHours = 3;

export interface PartitionWindow {
  /** How many partitions. */
  readonly last: number;
  /** How many before the run's own are left out, that one included. */
  readonly skip: number;
}

function timeOf(label: string, { every, timezone }: PartitionScheme): DateTime {
  // A day is a date, whatever the clocks do on it.
  const zone = every === '1d' ? 'utc' : timezone;
  return DateTime.fromFormat(label, labelFormats[every], { zone, locale: 'en-US', numberingSystem: 'latn' });
}

function labelOf(time: DateTime, every: PartitionEvery): string {
  return time.toFormat(labelFormats[every]);
}

/** @returns the partition's label, or as `problem` why there is no such partition, as a clause */
export function parsePartition(
  text: string,
  scheme: PartitionScheme,
): { readonly label: string } | { readonly problem: string } {
  const { every, timezone } = scheme;
  const time = timeOf(text, scheme);
  const unit = every === '1d' ? 'day' : 'hour';
  if (!time.isValid || (every === '1h' && !/T([01]\d|2[0-3])$/.test(text))) {
    return { problem: `${JSON.stringify(text)} is no ${unit}: write it as ${examples[every]}` };
  }
  const label = labelOf(time, every);
  if (label === text) return { label };
  return { problem: `there is no ${text} in ${timezone}: the clocks are put forward over that hour` };
}

/**
 * The partitions of a window that is counted back from a run's own, oldest first; `{ last: 28, skip: 1 }` are the 28 days before it.
 * @param label as `parsePartition` gives it
 * @throws RangeError where the window is none
 */
export function windowBefore(
  label: string,
  { last, skip }: PartitionWindow,
  scheme: PartitionScheme,
): string[] {
  if (!(last >= 1 && skip >= 0 && last + skip <= maxWindow))
    throw new RangeError(`no window: ${last}, ${skip}`);
  const { every } = scheme;
  const unit = every === '1d' ? 'days' : 'hours';
  // Where clocks are put back hours are called alike, and are one partition: it counts once.
  const own = latestOf(timeOf(label, scheme), every);
  const labels = new Set<string>();
  for (let back = 0; labels.size < last + skip; back += 1) {
    const earlier = labelOf(own.minus({ [unit]: back }), every);
    // What is called later is not whole yet, though it began before.
    if (earlier <= label) labels.add(earlier);
  }
  return [...labels].slice(skip).reverse();
}

/**
 * The moments that belong to a partition, in milliseconds since 1970: from the first on, up to the end, which is the next one's. Hours that are
 * called alike are one partition.
 * @param label as `parsePartition` gives it
 */
export function partitionSpan(
  label: string,
  scheme: PartitionScheme,
): { readonly startMs: number; readonly endMs: number } {
  if (scheme.every === '1d') {
    const date = timeOf(label, scheme);
    // Each by itself: clocks may leave out the midnight, or the day.
    const startMs = (day: DateTime) =>
      day.setZone(scheme.timezone, { keepLocalTime: true }).startOf('day').toMillis();
    return { startMs: startMs(date), endMs: startMs(date.plus({ days: 1 })) };
  }
  const alike = hoursAlike(timeOf(label, scheme));
  const [first, last] = [alike[0] as DateTime, alike.at(-1) as DateTime];
  return { startMs: first.toMillis(), endMs: last.plus({ hours: 1 }).toMillis() };
}

/** The partition that a moment belongs to. @param atMs milliseconds since 1970 */
export function partitionAt(atMs: number, { every, timezone }: PartitionScheme): string {
  return labelOf(DateTime.fromMillis(atMs, { zone: timezone }), every);
}

/**
 * The partitions after each other from one up to another, both included.
 * @param labels as `parsePartition` gives them
 * @returns null where there are more than 10,000; empty where the first lies after the last
 */
export function partitionsBetween(first: string, last: string, scheme: PartitionScheme): string[] | null {
  if (first > last) return [];
  const [from, to] = [partitionSpan(first, scheme), partitionSpan(last, scheme)];
  const leastMs = scheme.every === '1d' ? shortestDayMs : hourMs;
  const count = Math.min(maxWindow, Math.ceil((to.endMs - from.startMs) / leastMs));
  const between = windowBefore(last, { last: count, skip: 0 }, scheme).filter((label) => label >= first);
  return between[0] === first ? between : null;
}

/** Of hours that are called alike, the latest. */
function latestOf(time: DateTime, every: PartitionEvery): DateTime {
  return every === '1d' ? time : (hoursAlike(time).at(-1) as DateTime);
}

/** The hours that are called as this one is, where clocks are put back more than one, in order. */
function hoursAlike(time: DateTime): DateTime[] {
  const label = labelOf(time, '1h');
  const near = Array.from({ length: 2 * mostPutBackHours + 1 }, (_, at) =>
    time.plus({ hours: at - mostPutBackHours }),
  );
  return near.filter((each) => labelOf(each, '1h') === label);
}
