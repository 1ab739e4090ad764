/** Responsible for how long runs of a pipeline usually take, as far as the runs at hand tell. Pure. */
import type { RunListing } from './runs-query.js';

const fewest = 3;

/** Median milliseconds of runs that succeeded, by pipeline; none of pipelines with fewer than three. */
export function usualDurations(runs: readonly RunListing[]): ReadonlyMap<string, number> {
  const byPipeline = new Map<string, number[]>();
  for (const { pipeline, status, startedAtMs, endedAtMs } of runs) {
    if (status !== 'succeeded' || endedAtMs === null) continue;
    const known = byPipeline.get(pipeline) ?? [];
    known.push(endedAtMs - startedAtMs);
    byPipeline.set(pipeline, known);
  }
  return new Map(
    [...byPipeline].flatMap(([pipeline, all]) =>
      all.length < fewest ? [] : [[pipeline, medianOf(all)] as const],
    ),
  );
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Told where it differs by more than half: `2.1× the usual 48 s`; null elsewhere. Runs that go on are only ever too long. */
export function againstUsual(ms: number, usualMs: number | undefined, isOver: boolean): number | null {
  if (usualMs === undefined || usualMs <= 0) return null;
  const ratio = ms / usualMs;
  return ratio > 1.5 || (isOver && ratio < 0.5) ? ratio : null;
}
