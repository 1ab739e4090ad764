/**
 * Responsible for the list of runs by the page: two requests to Temporal for each, however many runs there are.
 * Leaves to others: runs that Temporal has forgotten (run-listing.ts).
 */
import type { RetryOf, RunStatus } from '@espalier/domain';
import { badCursor, cursorOf, placeOf } from '@espalier/store';
import { quoted } from '@espalier/triggers';
import { statusAttribute } from '@espalier/workflows';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { type RunListing, withRetries } from './run-listing.js';
import { statusOf } from './run-status.js';

export interface RunQuery {
  /** Runs of a page, up to 1,000. */
  readonly pageSize: number;
  /** `nextCursor` of the page before, of the same query. */
  readonly cursor?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly status?: RunStatus | undefined;
  /** Milliseconds since the epoch: runs that started then or later. */
  readonly sinceMs?: number | undefined;
}

/** As Temporal orders them: those that go on first, then by their end, the latest first. */
export interface RunPage {
  readonly runs: readonly RunListing[];
  /** Null after the last page. */
  readonly nextCursor: string | null;
}

/** What a run of this status is to Temporal: the reverse of `statusOf`. */
const conditionOfStatus: Readonly<Record<RunStatus, string>> = {
  running: "ExecutionStatus = 'Running'",
  succeeded: "(ExecutionStatus = 'Completed' AND EspalierStatus != 'cancelled')",
  cancelled:
    "(ExecutionStatus IN ('Canceled', 'Terminated') OR (ExecutionStatus = 'Completed' AND EspalierStatus = 'cancelled'))",
  failed: "ExecutionStatus IN ('Failed', 'TimedOut')",
};

const invalidArgument = 3;

/** Temporal's query for these runs. */
function visibilityQuery({ pipeline, status, sinceMs }: RunQuery): string {
  return [
    "WorkflowType IN ('runGraph', 'trainPipeline')",
    ...(pipeline === undefined ? [] : [`EspalierPipeline = '${quoted(pipeline)}'`]),
    ...(status === undefined ? [] : [conditionOfStatus[status]]),
    ...(sinceMs === undefined ? [] : [`StartTime >= '${new Date(sinceMs).toISOString()}'`]),
  ].join(' AND ');
}

/** @throws EspalierError `request.invalid` for a cursor that is none of this query's */
export async function runPage(temporal: Client, asked: RunQuery): Promise<RunPage> {
  const query = visibilityQuery(asked);
  const nextPageToken = asked.cursor === undefined ? new Uint8Array(0) : placeOf(query, asked.cursor);
  const page = await temporal.workflowService
    .listWorkflowExecutions({
      namespace: temporal.options.namespace,
      pageSize: asked.pageSize,
      query,
      nextPageToken,
    })
    .catch((error: unknown) => {
      if (asked.cursor === undefined || !isGrpcServiceError(error) || error.code !== invalidArgument)
        throw error;
      throw badCursor();
    });
  const token = page.nextPageToken ?? new Uint8Array(0);
  return {
    runs: await withRetries(temporal, page.executions.map(listingOf)),
    nextCursor: token.length === 0 ? null : cursorOf(query, token),
  };
}

type Execution = Awaited<
  ReturnType<Client['workflowService']['listWorkflowExecutions']>
>['executions'][number];

/** Temporal's names of its states, by the numbers of its interface. */
const stateNames = [
  ...['UNSPECIFIED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED'],
  ...['CONTINUED_AS_NEW', 'TIMED_OUT', 'PAUSED'],
];

function listingOf({
  execution,
  memo,
  searchAttributes,
  status,
  startTime,
  closeTime,
}: Execution): RunListing {
  const fields = memo?.fields ?? {};
  const told = <T>(name: string): T | undefined =>
    fields[name] ? defaultPayloadConverter.fromPayload<T>(fields[name]) : undefined;
  const attribute = searchAttributes?.indexedFields?.[statusAttribute.name];
  return {
    runId: execution?.workflowId ?? '',
    pipeline: told<string>('pipeline') ?? '',
    changes: told<readonly string[]>('changes') ?? [],
    status: statusOf(stateNames[status ?? 0] ?? '', attribute && keywordOf(attribute)),
    startedAtMs: millisecondsOf(startTime) ?? 0,
    endedAtMs: millisecondsOf(closeTime),
    retryOf: told<RetryOf>('retryOf') ?? null,
    retriedAs: [],
  };
}

/** Servers tell it as a text or as a list of one. */
function keywordOf(payload: Payload): string | undefined {
  return [defaultPayloadConverter.fromPayload<string | readonly string[]>(payload)].flat()[0];
}

function millisecondsOf(
  time: { seconds?: unknown; nanos?: number | null } | null | undefined,
): number | null {
  return time ? Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6) : null;
}
