/** Responsible for the two kinds of progress that activities tell, as the page reads them. Pure. */
import type { Activity } from './standing.js';

export interface FanoutProgress {
  readonly kind: 'fanout';
  readonly doneShards: number;
  readonly totalShards: number;
  readonly rowsPerSecond: number;
  readonly isFolding?: boolean;
  readonly waiting?: string;
}

export interface RankProgress {
  readonly kind: 'rank';
  readonly rank: number;
  readonly worldSize: number;
  readonly doneSteps: number;
  readonly totalSteps: number;
  readonly rowsPerSecond: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly phase: string;
}

export function fanoutsOf(activities: readonly Activity[]): FanoutProgress[] {
  return activities.flatMap(({ progress }) =>
    progress.kind === 'fanout' ? [progress as unknown as FanoutProgress] : [],
  );
}

/** By rank. */
export function ranksOf(activities: readonly Activity[]): RankProgress[] {
  return activities
    .flatMap(({ progress }) => (progress.kind === 'rank' ? [progress as unknown as RankProgress] : []))
    .sort((a, b) => a.rank - b.rank);
}

/** `3.83M`, `217k`, `940`. */
export function countText(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

/** `1.2 GB`, by thousands as S3 counts. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toPrecision(3)} ${units[power]}`;
}
