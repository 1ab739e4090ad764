/**
 * Responsible for what is late by a pipeline's deadlines, each of which counts from the end of a partition. Pure.
 * Leaves to others: what is there (features), telling anybody (workers).
 */
import type { PartitionScheme } from './partition-scheme.js';
import { partitionAt, partitionSpan, windowBefore } from './partition-window.js';

export interface Overdue {
  readonly label: string;
  /** When it was due, in milliseconds since 1970. */
  readonly dueMs: number;
}

/**
 * Partitions that were due by now and are not among those that are done, oldest first.
 * @param done labels
 * @param since label after which partitions are expected: nothing is due from before the pipeline had any
 * @param allowedMs from a partition's end until it is due
 * @param newest how many are looked at, counted back from the one that `nowMs` lies in
 */
export function overduePartitions(
  {
    done,
    since,
    scheme,
  }: {
    readonly done: ReadonlySet<string>;
    readonly since: string;
    readonly scheme: PartitionScheme;
  },
  {
    nowMs,
    allowedMs,
    newest,
  }: { readonly nowMs: number; readonly allowedMs: number; readonly newest: number },
): readonly Overdue[] {
  return windowBefore(partitionAt(nowMs, scheme), { last: newest, skip: 0 }, scheme)
    .filter((label) => label > since && !done.has(label))
    .map((label) => ({ label, dueMs: partitionSpan(label, scheme).endMs + allowedMs }))
    .filter(({ dueMs }) => dueMs <= nowMs);
}
