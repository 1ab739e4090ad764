/**
 * Responsible for the five fields of a crontab: what they say, every mistake in them, and at which times they come. Pure.
 * Leaves to others: the times that count, which are Temporal's.
 */
import { DateTime } from 'luxon';

interface FieldRule {
  readonly title: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const rules: readonly FieldRule[] = [
  { title: 'minute', least: 0, most: 59 },
  { title: 'hour', least: 0, most: 23 },
  { title: 'day of the month', least: 1, most: 31 },
  {
    title: 'month',
    least: 1,
    most: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  {
    title: 'day of the week',
    least: 0,
    most: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  },
];

/** February the 29th comes every eight years at the rarest. */
const yearsAhead = 8;
const daysAhead = Math.ceil(yearsAhead * 365.25);

export interface CronTimes {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** Sunday is 0. */
  readonly daysOfWeek: ReadonlySet<number>;
}

/** @returns what the fields say, or every mistake in them as a clause */
export function parseCron(text: string): CronTimes | { readonly problems: readonly string[] } {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== rules.length) {
    return {
      problems: [
        `${JSON.stringify(text)} has not the five fields minute, hour, day of the month, month and day of the week, such as "0 6 * * *"`,
      ],
    };
  }
  const problems: string[] = [];
  const sets = rules.map((rule, at) => {
    const values = new Set<number>();
    for (const part of (fields[at] ?? '').split(',')) {
      const span = spanOf(part, rule);
      if (span === null) {
        const { title, least, most } = rule;
        problems.push(
          `${JSON.stringify(part)} is no ${title}: give ${least} to ${most}, a range, a step, or a list of them`,
        );
        continue;
      }
      for (let value = span.first; value <= span.last; value += span.step) values.add(value);
    }
    return values;
  });
  const [minutes, hours, daysOfMonth, months, weekdays] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  if (fields[2] !== '*' && fields[4] !== '*') {
    problems.push(
      `${JSON.stringify(text)} names days of the month and of the week, which crontab and Temporal do not read alike: make a schedule for each`,
    );
  }
  if (problems.length > 0) return { problems };
  const daysOfWeek = new Set([...weekdays].map((day) => day % 7));
  return { minutes, hours, daysOfMonth, months, daysOfWeek };
}

interface Span {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

function spanOf(part: string, rule: FieldRule): Span | null {
  const [, from = '', to, stepText] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const step = stepText === undefined ? 1 : Number(stepText);
  if (from === '' || step < 1 || step > rule.most) return null;
  if (from === '*') return to === undefined ? { first: rule.least, last: rule.most, step } : null;
  const first = numberOf(from, rule);
  const last = to !== undefined ? numberOf(to, rule) : stepText === undefined ? first : rule.most;
  return first === null || last === null || first > last ? null : { first, last, step };
}

function numberOf(text: string, { least, most, names }: FieldRule): number | null {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + least : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

/** The next times, in milliseconds since the epoch: as many as there are in eight years, `count` at most. */
export function cronTimes(cron: CronTimes, timezone: string, fromMs: number, count: number): number[] {
  const times: number[] = [];
  const hours = [...cron.hours].sort((a, b) => a - b);
  const minutes = [...cron.minutes].sort((a, b) => a - b);
  const today = DateTime.fromMillis(fromMs, { zone: timezone }).startOf('day');
  for (let ahead = 0; ahead < daysAhead && times.length < count; ahead += 1) {
    const day = today.plus({ days: ahead });
    const isDay = cron.daysOfMonth.has(day.day) && cron.daysOfWeek.has(day.weekday % 7);
    if (!isDay || !cron.months.has(day.month)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const time = day.set({ hour, minute });
        // Over what clocks leave out there is none.
        if (time.hour !== hour || time.toMillis() <= fromMs) continue;
        times.push(time.toMillis());
      }
    }
  }
  return times.slice(0, count);
}
