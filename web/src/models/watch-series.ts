/** Responsible for how champions did on partitions, as series of figures of tasks, the oldest partition first. Pure. */
import type { Schemas } from '../api/client.js';

/** What is shown of a partition; the client's types know pairs as lists. */
export type WatchedPartition = Omit<Schemas['WatchPoint'], 'estimates' | 'reference'> & {
  readonly estimates: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly value: number; readonly ci: readonly number[] } | null>>
    >
  >;
};

export interface WatchedFigure {
  readonly task: string;
  readonly figure: string;
}

export interface SeriesPoint {
  /** The partition. */
  readonly label: string;
  readonly version: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly drifted: boolean;
}

/** In the order in which they are first told. */
export function watchedFigures(partitions: readonly Pick<WatchedPartition, 'estimates'>[]): WatchedFigure[] {
  const named = new Map<string, WatchedFigure>();
  for (const { estimates } of partitions) {
    for (const [task, figures] of Object.entries(estimates)) {
      for (const figure of Object.keys(figures)) named.set(`${task} ${figure}`, { task, figure });
    }
  }
  return [...named.values()];
}

/** @param partitions the newest first; those without the figure are left out */
export function seriesOf(
  partitions: readonly Pick<WatchedPartition, 'partition' | 'version' | 'estimates' | 'drifted'>[],
  { task, figure }: WatchedFigure,
): SeriesPoint[] {
  return partitions
    .flatMap(({ partition, version, estimates, drifted }) => {
      const estimate = estimates[task]?.[figure];
      if (estimate == null) return [];
      const { value, ci } = estimate;
      const [low = value, high = value] = ci;
      return [{ label: partition, version, value, low, high, drifted }];
    })
    .reverse();
}
