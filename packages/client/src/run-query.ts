/**
 * Responsible for which runs are meant, in the words of Temporal's visibility.
 * Leaves to others: reading them (run-page.ts), changing them (bulk-cancels.ts).
 */
import type { RunStatus, RunTrigger } from '@espalier/domain';
import { quoted } from '@espalier/triggers';

export interface RunQuery {
  /** Runs of a page, up to 1,000. */
  readonly pageSize: number;
  /** `nextCursor` of the page before, of the same query. */
  readonly cursor?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly status?: RunStatus | undefined;
  readonly trigger?: RunTrigger | undefined;
  /** How their IDs begin. */
  readonly find?: string | undefined;
  /** Milliseconds since the epoch: runs that started then or later. */
  readonly sinceMs?: number | undefined;
  /** As `sinceMs`: runs that started before then. */
  readonly beforeMs?: number | undefined;
}

/**
 * What a run of this status is to Temporal, any of these, of which it is one: the reverse of `statusOf`.
 * Stores have an index of each state, in the order of the list; of two states together SQLite looks at all runs.
 */
const conditionsOfStatus: Readonly<Record<RunStatus, readonly string[]>> = {
  running: ["ExecutionStatus = 'Running'"],
  succeeded: ["(ExecutionStatus = 'Completed' AND EspalierStatus != 'cancelled')"],
  cancelled: [
    "(ExecutionStatus IN ('Canceled', 'Terminated') OR (ExecutionStatus = 'Completed' AND EspalierStatus = 'cancelled'))",
  ],
  failed: ["ExecutionStatus = 'Failed'", "ExecutionStatus = 'TimedOut'"],
};

/** Types of the workflows that are runs: those of all others are no business of who names a run. */
const runTypes: readonly string[] = ['runGraph', 'trainPipeline'];

export const areRuns = `WorkflowType IN (${runTypes.map((type) => `'${type}'`).join(', ')})`;

export function isRun(workflowType: string): boolean {
  return runTypes.includes(workflowType);
}

type RunFilter = Omit<RunQuery, 'pageSize' | 'cursor'>;

/** Temporal's query for these runs. */
export function visibilityQuery(filter: RunFilter): string {
  const conditions = conditionsOf(filter);
  return queryOf(filter, conditions.length > 1 ? [`(${conditions.join(' OR ')})`] : conditions);
}

/** Queries whose runs together are these, none in two of them. */
export function visibilityQueries(filter: RunFilter): readonly string[] {
  const conditions = conditionsOf(filter);
  return conditions.length > 1
    ? conditions.map((condition) => queryOf(filter, [condition]))
    : [visibilityQuery(filter)];
}

function conditionsOf({ status }: RunFilter): readonly string[] {
  return status === undefined ? [] : conditionsOfStatus[status];
}

function queryOf(
  { pipeline, trigger, find, sinceMs, beforeMs }: RunFilter,
  conditions: readonly string[],
): string {
  return [
    areRuns,
    ...(pipeline === undefined ? [] : [`EspalierPipeline = '${quoted(pipeline)}'`]),
    ...conditions,
    ...(trigger === undefined ? [] : [`EspalierTrigger = '${quoted(trigger)}'`]),
    ...(find === undefined || find === '' ? [] : [beginsWith(find)]),
    ...(sinceMs === undefined ? [] : [`StartTime >= '${new Date(sinceMs).toISOString()}'`]),
    ...(beforeMs === undefined ? [] : [`StartTime < '${new Date(beforeMs).toISOString()}'`]),
  ].join(' AND ');
}

/** A range, which the index of IDs answers: `STARTS_WITH` is a `LIKE` to SQLite, which looks at every run where few begin so. */
function beginsWith(text: string): string {
  const after = `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) + 1)}`;
  return `WorkflowId >= '${quoted(text)}' AND WorkflowId < '${quoted(after)}'`;
}

/** Milliseconds since the epoch of a time as Temporal's interface has it. */
export function timeMs(time: { seconds?: unknown; nanos?: number | null } | null | undefined): number | null {
  return time ? Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6) : null;
}
