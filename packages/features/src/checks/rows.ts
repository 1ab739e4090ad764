/** The newest partition may not have many fewer or more rows than the others of the window have. */
import type { SourcePartition } from '@espalier/domain';
import { type DataCheck, figure } from './check.js';

export const rows: DataCheck = {
  name: 'rows',
  judge({ settings: { rows: bounds }, partitions }) {
    if (bounds === 'off') return [];
    const newest = newestPartition(partitions);
    if (newest === null) return [];
    const others = new Map(present(partitions).map((each) => [each.label, each.rows]));
    others.delete(newest.label);
    const usual = median([...others.values()]);
    if (usual === null || usual === 0) return [];
    const { atLeast, atMost } = bounds;
    const value = newest.rows / usual;
    const passed = value >= atLeast && value <= atMost;
    const because = `${newest.label} has ${newest.rows} rows, ${figure(value)} times the median of the ${others.size} other partitions of the window (${figure(usual)}); ${atLeast} to ${atMost} passes`;
    const strain = Math.max(value / atMost, value === 0 ? Number.POSITIVE_INFINITY : atLeast / value);
    return [{ against: 'partitions', of: newest.label, value, passed, strain, because }];
  },
};

/** Of the latest label; null where the source is not cut by time. */
export function newestPartition(partitions: readonly SourcePartition[]): SourcePartition | null {
  return present(partitions).reduce<SourcePartition | null>(
    (newest, each) => (newest === null || each.label > newest.label ? each : newest),
    null,
  );
}

function present(partitions: readonly SourcePartition[]): readonly SourcePartition[] {
  return partitions.filter(({ digest }) => digest !== null);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
