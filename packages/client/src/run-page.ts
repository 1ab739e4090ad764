/**
 * Responsible for the list of runs by the page: a few requests to Temporal for each, however many runs there are, and however far down.
 * Leaves to others: where a page begins (run-place.ts), reading on from there (run-stream.ts), runs that Temporal has forgotten (run-listing.ts).
 */
import type { RetryOf, RunTrigger } from '@espalier/domain';
import { cursorOf, placeOf } from '@espalier/store';
import { statusAttribute } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { mergedRuns } from './merged-runs.js';
import { type RunListing, withRetries } from './run-listing.js';
import { firstPlace, placesText, readPlaces } from './run-place.js';
import { type RunQuery, timeMs, visibilityQueries } from './run-query.js';
import { statusOf } from './run-status.js';
import { type Execution, RunStream } from './run-stream.js';

/** As Temporal orders them: those that go on first, then by their end, the latest first. */
export interface RunPage {
  readonly runs: readonly RunListing[];
  /** Null after the last page. */
  readonly nextCursor: string | null;
}

/** @throws EspalierError `request.invalid` for a cursor that is none of this query's */
export async function runPage(temporal: Client, asked: RunQuery): Promise<RunPage> {
  const { cursor, pageSize } = asked;
  const queries = visibilityQueries(asked);
  const list = queries.join(' OR ');
  const places =
    cursor === undefined ? queries.map(() => firstPlace) : readPlaces(placeOf(list, cursor), queries.length);
  const streams = await Promise.all(
    queries.map(async (query, at) => {
      const from = places[at] ?? null;
      return from === null ? null : RunStream.read(temporal, query, from, pageSize);
    }),
  );
  const { merged, counts } = mergedRuns(
    streams.map((stream) => stream?.executions ?? []),
    pageSize,
  );
  const next = await Promise.all(streams.map((stream, at) => stream?.placeAfter(counts[at] ?? 0) ?? null));
  return {
    runs: await withRetries(temporal, merged.map(listingOf)),
    nextCursor: next.every((place) => place === null) ? null : cursorOf(list, placesText(next)),
  };
}

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
