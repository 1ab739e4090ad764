/**
 * Responsible for asking for runs: the first page again and again, later pages once each, so that a longer list costs no more.
 * Leaves to others: how each stands (run/run-query.ts).
 */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { type RunsSearch, spanMs } from '../routes/runs-search.js';

export type RunListing = Schemas['RunListing'];

const everyMs = 5_000;
const pageSize = 50;
/** Of states that only a run itself tells: as many as the API tells them of. */
const toldPageSize = 200;
/** `since` moves in steps of a minute: else each look would be another list. */
const stepMs = 60_000;

/** Whether the API does not know which runs stand so: it is told of each of those that go on. */
export function isTold(state: RunsSearch['state']): state is 'running' | 'waiting' | 'retrying' | 'stalled' {
  return state === 'running' || state === 'waiting' || state === 'retrying' || state === 'stalled';
}

/** The filters as the API takes them. */
function filtersOf({ state, pipeline, trigger, since, tag, find }: RunsSearch, nowMs: number) {
  const status = isTold(state) ? ('running' as const) : state;
  const from =
    since === undefined
      ? undefined
      : new Date(Math.floor(nowMs / stepMs) * stepMs - spanMs[since]).toISOString();
  return {
    ...(status === undefined ? {} : { status }),
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(from === undefined ? {} : { since: from }),
    ...(tag === undefined ? {} : { tag }),
    ...(find === undefined ? {} : { find }),
  };
}

export function firstRunsQuery(search: RunsSearch) {
  return queryOptions({
    queryKey: ['runs', 'first', search],
    queryFn: ({ signal }) => {
      const query = {
        ...filtersOf(search, Date.now()),
        limit: isTold(search.state) ? toldPageSize : pageSize,
        glance: 'true' as const,
      };
      return answered(api.GET('/v1/runs', { params: { query }, signal }));
    },
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
}

/** @param cursor of the page before, which has the filters' moment in it */
export function laterRunsQuery(search: RunsSearch, cursor: string | null) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'later', search],
    queryFn: ({ signal, pageParam }) => {
      const query = {
        ...filtersOf(search, Date.now()),
        limit: pageSize,
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return answered(api.GET('/v1/runs', { params: { query }, signal }));
    },
    initialPageParam: cursor,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Each run once: the first page is the newest word about those that stand in it. */
export function eachOnce(...pages: readonly (readonly RunListing[])[]): RunListing[] {
  const byId = new Map<string, RunListing>();
  for (const run of pages.flat()) if (!byId.has(run.runId)) byId.set(run.runId, run);
  return [...byId.values()];
}
