/** Responsible for a window of partitions as days of a calendar: weeks from Monday on, and what share of each day stands how. Pure. */
import type { Schemas } from '../api/client.js';

export type Partition = Schemas['CalendarPartition'];
export type PartitionState = Partition['state'];

/** What needs somebody comes first. */
const partitionStates: readonly PartitionState[] = [
  ...(['failed', 'late', 'stale', 'missing', 'running', 'done', 'absent'] as const),
];

export interface CalendarDay {
  /** `2026-11-29` */
  readonly day: string;
  readonly partitions: readonly Partition[];
}

/** Null before the first day and after the last one. */
export type CalendarWeek = readonly (CalendarDay | null)[];

const dayMs = 86_400_000;
const daysOfWeek = 7;
/** Of the epoch's first day, a Thursday, counted from Monday. */
const firstWeekday = 3;

/** Days by their names: a day is a date, whatever clocks did on it. */
export function weeksOf(partitions: readonly Partition[]): CalendarWeek[] {
  const days = new Map<string, Partition[]>();
  for (const partition of partitions) {
    const day = partition.label.slice(0, 10);
    const known = days.get(day);
    if (known === undefined) days.set(day, [partition]);
    else known.push(partition);
  }
  const weeks: (CalendarDay | null)[][] = [];
  let last = Number.NaN;
  for (const [day, members] of days) {
    const number = Date.parse(day) / dayMs;
    const place = (number + firstWeekday) % daysOfWeek;
    const monday = number - place;
    if (monday !== last) weeks.push(Array.from({ length: daysOfWeek }, () => null));
    last = monday;
    const week = weeks.at(-1);
    if (week !== undefined) week[place] = { day, partitions: members };
  }
  return weeks;
}

/** How many stand how; states that none has are left out. */
export function countsOf(partitions: readonly Partition[]): ReadonlyMap<PartitionState, number> {
  return new Map(
    partitionStates.flatMap((state) => {
      const count = partitions.filter((partition) => partition.state === state).length;
      return count === 0 ? [] : [[state, count] as const];
    }),
  );
}

/** The last partition of the window before; after the present nothing is shown. @param labels of the window, the oldest first */
export function windowBefore(labels: readonly string[]): string | null {
  const [first] = labels;
  return first === undefined ? null : shifted(first, -1);
}

/** The last partition of the window after this one; null where that would reach past `now`. */
export function windowAfter(labels: readonly string[], nowMs: number): string | null {
  const last = labels.at(-1);
  if (last === undefined) return null;
  const label = shifted(last, labels.length);
  return momentOf(label) >= nowMs ? null : label;
}

function momentOf(label: string): number {
  return Date.parse(label.length === 10 ? label : `${label}:00:00Z`);
}

/** By so many days or hours. Hours that clocks leave out are asked for as the API calls them, which says so. */
function shifted(label: string, by: number): string {
  const isDay = label.length === 10;
  const moment = new Date(momentOf(label) + by * (isDay ? dayMs : 3_600_000)).toISOString();
  return moment.slice(0, isDay ? 10 : 13);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `29`, and `Dec 1` for the first of a month, so that a calendar says which it is. @param isFirst of those that are shown */
export function dayText(day: string, isFirst: boolean): string {
  const number = Number(day.slice(8, 10));
  return number === 1 || isFirst ? `${months[Number(day.slice(5, 7)) - 1]} ${number}` : String(number);
}
