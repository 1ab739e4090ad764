/**
 * Responsible for options that tell an age or a span of time: `30d`, `24h`, `90m`, `10s`.
 * Leaves to others: what is that old.
 */
import { EspalierError } from '@espalier/domain';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** In milliseconds. @throws EspalierError `request.invalid` */
export function age(option: string, text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * unitMs[unit as keyof typeof unitMs];
  throw new EspalierError(
    'request.invalid',
    `${option} expects a time such as 30d, 24h, 90m or 10s, not ${JSON.stringify(text)}.`,
  );
}

interface KeepOptions {
  readonly keep: string;
  readonly keepReports: string;
}

/** @throws EspalierError `request.invalid` */
export function retention({ keep, keepReports }: KeepOptions): { keepMs: number; keepReportsMs: number } {
  const keepMs = age('--keep', keep);
  const keepReportsMs = age('--keep-reports', keepReports);
  if (keepReportsMs >= keepMs) return { keepMs, keepReportsMs };
  throw new EspalierError(
    'request.invalid',
    `--keep-reports ${keepReports} is shorter than --keep ${keep}: a run's report is kept for as long as what it has made, at least.`,
  );
}
