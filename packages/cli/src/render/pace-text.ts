/**
 * Responsible for how fast a network was trained, as a person reads it: rows a second by step, and what the steps' time went into.
 * Leaves to others: every point of it, which --json gives.
 */
import { type RunReport, secondsOfSteps, stepParts } from '@espalier/domain';
import { sparkText } from './curves-text.js';
import { type Width, wrapped } from './fit-width.js';
import { paint } from './paint.js';
import { countText } from './quantities.js';

/** The empty text where nothing is known of it. */
export function paceText({ pace, runId }: Pick<RunReport, 'pace' | 'runId'>, width: Width): string {
  if (pace === null) return '';
  const total = Math.max(secondsOfSteps(pace.seconds), Number.MIN_VALUE);
  const shares = stepParts
    .map((part) => ({ part, share: Math.round((100 * pace.seconds[part]) / total) }))
    .filter(({ share }) => share > 0)
    .map(({ part, share }) => `${part} ${share} %`);
  const since = pace.firstStep === 0 ? '' : ` from step ${pace.firstStep} on`;
  const by = pace.runId === runId ? '' : `, as ${pace.runId} trained it`;
  const rates = pace.points.map(({ rowsPerSecond }) => rowsPerSecond);
  return [
    wrapped(`pace     ${countText(pace.rows / total)} rows/s${since}${by}: ${shares.join(', ')}`, width, 9),
    ...(rates.length < 2 ? [] : [`         ${paint.cyan(sparkText(rates, 24))} rows/s by step`]),
  ].join('\n');
}
