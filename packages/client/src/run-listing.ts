/**
 * Responsible for the list of runs: Temporal's own, and after it those that Temporal has forgotten.
 * Leaves to others: one run in full (espalier-client.ts).
 */

import {
  EspalierError,
  type RetryOf,
  type RunEnd,
  type RunStatus,
  type RunTags,
  type RunTrigger,
} from '@espalier/domain';
import type { Store } from '@espalier/store';
import { quoted, recordedRuns } from '@espalier/triggers';
import { statusAttribute } from '@espalier/workflows';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { Tag } from './annotations/annotation-rules.js';
import { retriesAmong } from './retries-among.js';
import { areRuns } from './run-query.js';
import { statusOf } from './run-status.js';

export interface RunListing {
  readonly runId: string;
  readonly pipeline: string;
  /** Options that the run was started with, as typed: `--set training.epochs=1`. */
  readonly changes: readonly string[];
  readonly status: RunStatus;
  /** What asked for it; null where nobody knows any more. */
  readonly trigger: RunTrigger | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Null where it is none. */
  readonly retryOf: RetryOf | null;
  /** IDs of its retries that Temporal knows, the oldest first, as far as `retriesAmong` tells. */
  readonly retriedAs: readonly string[];
  /** In lists of runs that have a tag; others would have to read them from S3, run by run. */
  readonly tags?: RunTags;
}

export interface ListOptions {
  readonly limit: number;
  readonly pipeline?: string;
  /** Only runs that have it, also those that only S3 remembers. */
  readonly tag?: Tag | undefined;
  /** Told why runs that Temporal has forgotten are missing; without it that is an error. */
  readonly onIncomplete?: (reason: string) => void;
}

/** What Temporal gives in one answer. */
const mostAtOnce = 1_000;

/** The latest runs that Temporal knows. */
export async function knownRuns(temporal: Client, options: ListOptions): Promise<readonly RunListing[]> {
  const conditions = [areRuns];
  if (options.pipeline !== undefined) {
    conditions.push(`EspalierPipeline = '${quoted(options.pipeline)}'`);
  }
  const listings: RunListing[] = [];
  const query = conditions.join(' AND ');
  const pageSize = Math.min(options.limit, mostAtOnce);
  for await (const info of temporal.workflow.list({ query, pageSize })) {
    listings.push(listingOf(info));
    if (listings.length >= options.limit) break;
  }
  return withRetries(temporal, listings);
}

/** Those of these runs that Temporal knows, in no order, without their retries. @param runIds a hundred at most */
export async function listingsOf(
  temporal: Client,
  runIds: readonly string[],
): Promise<readonly RunListing[]> {
  if (runIds.length === 0) return [];
  const ids = runIds.map((id) => `'${quoted(id)}'`).join(', ');
  const listings: RunListing[] = [];
  for await (const info of temporal.workflow.list({ query: `${areRuns} AND WorkflowId IN (${ids})` })) {
    listings.push(listingOf(info));
  }
  return listings;
}

function listingOf(info: WorkflowExecutionInfo): RunListing {
  return {
    runId: info.workflowId,
    pipeline: String(info.memo?.pipeline ?? ''),
    // Runs of an earlier version have none.
    changes: (info.memo?.changes as readonly string[] | undefined) ?? [],
    status: statusOf(info.status.name, info.typedSearchAttributes.get(statusAttribute)),
    trigger: (info.memo?.trigger as RunTrigger | undefined) ?? null,
    startedAtMs: info.startTime.getTime(),
    endedAtMs: info.closeTime?.getTime() ?? null,
    retryOf: (info.memo?.retryOf as RetryOf | undefined) ?? null,
    retriedAs: [],
  };
}

/** The same, each with its retries. */
export async function withRetries(
  temporal: Client,
  runs: readonly RunListing[],
): Promise<readonly RunListing[]> {
  const ids = runs.map(({ runId }) => runId);
  const retries = await retriesAmong(temporal, ids);
  return runs.map((run) => ({ ...run, retriedAs: retries.get(run.runId) ?? [] }));
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
    const forgotten = recorded.map(recordedListing);
    return [...known, ...forgotten].sort((a, b) => b.startedAtMs - a.startedAtMs);
  } catch (error) {
    // Temporal's part of the list is good without S3.
    if (!(error instanceof EspalierError) || options.onIncomplete === undefined) throw error;
    options.onIncomplete(`Runs that Temporal has forgotten are not listed: ${error.message}`);
    return known;
  }
}

/** Of a run that only S3 remembers. */
export function recordedListing({ progress, changes, startedAtMs, endedAtMs }: RunEnd): RunListing {
  const { runId, pipeline, status, retryOf = null } = progress;
  return { runId, pipeline, changes, status, trigger: null, startedAtMs, endedAtMs, retryOf, retriedAs: [] };
}
