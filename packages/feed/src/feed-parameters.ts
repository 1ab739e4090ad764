/** Responsible for what a feed is made of: its size, its days, what goes wrong in it; and which of that can't be. */
import { DateTime } from 'luxon';

export interface FeedParameters {
  readonly members: number;
  readonly posts: number;
  readonly days: number;
  /** Fixes every draw. */
  readonly seed: number;
  /** ISO date, UTC. */
  readonly firstDay: string;
  /** Share of impressions whose record arrives hours after them, in a file of its own. */
  readonly lateShare: number;
  /** ISO dates of days whose log is wrong; see `corruptions` in impressions-sql.ts. */
  readonly corruptDays: readonly string[];
}

/** Some 40,000 impressions a day. They were fixed before any model was tuned on the feed. */
export const defaultFeed: FeedParameters = {
  members: 10_000,
  posts: 5_000,
  days: 14,
  seed: 7,
  firstDay: '2026-01-01',
  lateShare: 0.01,
  corruptDays: [],
};

export const feedLimits = {
  members: { least: 1, most: 5_000_000 },
  posts: { least: 1, most: 5_000_000 },
  days: { least: 1, most: 3_660 },
  seed: { least: 0, most: 2 ** 31 - 1 },
} as const;

/** The dates of all days, oldest first. */
export function daysOf({ firstDay, days }: Pick<FeedParameters, 'firstDay' | 'days'>): string[] {
  const first = DateTime.fromISO(firstDay, { zone: 'utc' });
  return Array.from({ length: days }, (_, day) => first.plus({ days: day }).toFormat('yyyy-MM-dd'));
}

/** Each reason why there is no such feed, as a sentence. */
export function feedProblems(feed: FeedParameters): string[] {
  const problems: string[] = [];
  for (const [name, { least, most }] of Object.entries(feedLimits)) {
    const value = feed[name as keyof typeof feedLimits];
    if (!Number.isInteger(value) || value < least || value > most) {
      problems.push(`--${name} is a whole number from ${least} to ${most}${butNot(value)}.`);
    }
  }
  if (!(feed.lateShare >= 0 && feed.lateShare <= 0.5)) {
    problems.push(`--late is a share from 0% to 50%, such as 1%${butNot(feed.lateShare)}.`);
  }
  if (!isDay(feed.firstDay)) {
    problems.push(`--first-day is a date such as 2026-01-01, not ${JSON.stringify(feed.firstDay)}.`);
  }
  if (problems.length > 0) return problems;
  const days = daysOf(feed);
  for (const day of feed.corruptDays) {
    if (days.includes(day)) continue;
    problems.push(`--corrupt names a day from ${days[0]} to ${days.at(-1)}, not ${JSON.stringify(day)}.`);
  }
  return problems;
}

/** What could not be read as a number at all is nothing to repeat. */
const butNot = (value: number) => (Number.isNaN(value) ? '' : `, not ${value}`);

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}
