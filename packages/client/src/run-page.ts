/**
 * Responsible for the list of runs by the page: two requests to Temporal for each, however many runs there are, and however far down.
 * Leaves to others: where a page begins (run-place.ts), runs that Temporal has forgotten (run-listing.ts).
 */
import type { RetryOf, RunTrigger } from '@espalier/domain';
import { badCursor, cursorOf, placeOf } from '@espalier/store';
import { statusAttribute } from '@espalier/workflows';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { type RunListing, withRetries } from './run-listing.js';
import { placeAfter, placeBytes, readPlace } from './run-place.js';
import { type RunQuery, timeMs, visibilityQuery } from './run-query.js';
import { statusOf } from './run-status.js';

/** As Temporal orders them: those that go on first, then by their end, the latest first. */
export interface RunPage {
  readonly runs: readonly RunListing[];
  /** Null after the last page. */
  readonly nextCursor: string | null;
}

const invalidArgument = 3;

/** @throws EspalierError `request.invalid` for a cursor that is none of this query's */
export async function runPage(temporal: Client, asked: RunQuery): Promise<RunPage> {
  const query = visibilityQuery(asked);
  const place = asked.cursor === undefined ? null : readPlace(placeOf(query, asked.cursor));
  const page = await temporal.workflowService
    .listWorkflowExecutions({
      namespace: temporal.options.namespace,
      pageSize: asked.pageSize,
      query: place === null ? query : queryFrom(query, place.endedByMs),
      nextPageToken: place?.token ?? new Uint8Array(0),
    })
    .catch((error: unknown) => {
      if (asked.cursor === undefined || !isGrpcServiceError(error) || error.code !== invalidArgument)
        throw error;
      throw badCursor();
    });
  const token = page.nextPageToken ?? new Uint8Array(0);
  const next = placeAfter(token, page.executions.at(-1)?.closeTime);
  return {
    runs: await withRetries(temporal, page.executions.map(listingOf)),
    nextCursor: token.length === 0 ? null : cursorOf(query, placeBytes(next)),
  };
}

/** Takes nothing from what follows the place: it only tells the store where to look. */
function queryFrom(query: string, endedByMs: number | null): string {
  return endedByMs === null ? query : `${query} AND CloseTime <= '${new Date(endedByMs).toISOString()}'`;
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
    trigger: told<RunTrigger>('trigger') ?? null,
    startedAtMs: timeMs(startTime) ?? 0,
    endedAtMs: timeMs(closeTime),
    retryOf: told<RetryOf>('retryOf') ?? null,
    retriedAs: [],
  };
}

/** Servers tell it as a text or as a list of one. */
function keywordOf(payload: Payload): string | undefined {
  return [defaultPayloadConverter.fromPayload<string | readonly string[]>(payload)].flat()[0];
}
