/**
 * Responsible for the list of runs: Temporal's own, and after it those that Temporal has forgotten.
 * Leaves to others: one run in full (espalier-client.ts).
 */

import { EspalierError, type RunStatus } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { recordedRuns } from '@espalier/triggers';
import { statusAttribute } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { statusOf } from './run-status.js';

export interface RunListing {
  readonly runId: string;
  readonly pipeline: string;
  /** Options that the run was started with, as typed: `--set training.epochs=1`. */
  readonly changes: readonly string[];
  readonly status: RunStatus;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

export interface ListOptions {
  readonly limit: number;
  readonly pipeline?: string;
  /** Told why runs that Temporal has forgotten are missing; without it that is an error. */
  readonly onIncomplete?: (reason: string) => void;
}

/** What Temporal gives in one answer. */
const mostAtOnce = 1_000;

/** The latest runs that Temporal knows. */
export async function knownRuns(temporal: Client, options: ListOptions): Promise<readonly RunListing[]> {
  const conditions = ["WorkflowType IN ('runGraph', 'trainPipeline')"];
  if (options.pipeline !== undefined) {
    conditions.push(`EspalierPipeline = '${options.pipeline.replaceAll("'", "\\'")}'`);
  }
  const listings: RunListing[] = [];
  const query = conditions.join(' AND ');
  const pageSize = Math.min(options.limit, mostAtOnce);
  for await (const info of temporal.workflow.list({ query, pageSize })) {
    listings.push({
      runId: info.workflowId,
      pipeline: String(info.memo?.pipeline ?? ''),
      // Runs of an earlier version have none.
      changes: (info.memo?.changes as readonly string[] | undefined) ?? [],
      status: statusOf(info.status.name, info.typedSearchAttributes.get(statusAttribute)),
      startedAtMs: info.startTime.getTime(),
      endedAtMs: info.closeTime?.getTime() ?? null,
    });
    if (listings.length >= options.limit) break;
  }
  return listings;
}

/** The list with what S3 remembers after it, up to the limit, newest first. */
export async function withForgottenRuns(
  store: Store,
  known: readonly RunListing[],
  options: ListOptions,
): Promise<readonly RunListing[]> {
  const limit = options.limit - known.length;
  if (limit <= 0) return known;
  try {
    const knownIds = new Set(known.map(({ runId }) => runId));
    const recorded = await recordedRuns(store, knownIds, { ...options, limit });
    const forgotten = recorded.map(
      ({ progress: { runId, pipeline, status }, changes, startedAtMs, endedAtMs }) => ({
        runId,
        pipeline,
        changes,
        status,
        startedAtMs,
        endedAtMs,
      }),
    );
    return [...known, ...forgotten].sort((a, b) => b.startedAtMs - a.startedAtMs);
  } catch (error) {
    // Temporal's part of the list is good without S3.
    if (!(error instanceof EspalierError) || options.onIncomplete === undefined) throw error;
    options.onIncomplete(`Runs that Temporal has forgotten are not listed: ${error.message}`);
    return known;
  }
}
