/** Responsible for asking for one model: how it stands, its versions, its history, its series over partitions. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';

const everyMs = 10_000;
const mostChanges = 50;
const mostPoints = 100;

export function modelQuery(name: string) {
  return queryOptions({
    queryKey: ['model', name],
    queryFn: ({ signal }) => answered(api.GET('/v1/models/{name}', { params: { path: { name } }, signal })),
    refetchInterval: everyMs,
  });
}

export function versionQuery(name: string, version: number) {
  return queryOptions({
    queryKey: ['model', name, 'version', version],
    queryFn: ({ signal }) => {
      const params = { path: { name, which: String(version) } };
      return answered(api.GET('/v1/models/{name}/versions/{which}', { params, signal }));
    },
  });
}

/** A version, with what it is called beside others. */
export interface ComparedVersion {
  readonly title: string;
  readonly version: number;
}

/** What the version's run measured on its held-out rows; null where nobody keeps its report. */
export function measuredVersionQuery(name: string, version: number) {
  return queryOptions({
    queryKey: ['model', name, 'measured', version],
    queryFn: async ({ client, signal }) => {
      const { run: runId } = await client.ensureQueryData(versionQuery(name, version));
      const run = await answered(api.GET('/v1/runs/{runId}', { params: { path: { runId } }, signal }));
      return run.report;
    },
    // What was measured stays as it is.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function historyQuery(name: string) {
  return queryOptions({
    queryKey: ['model', name, 'history'],
    queryFn: ({ signal }) => {
      const params = { path: { name }, query: { limit: mostChanges } };
      return answered(api.GET('/v1/models/{name}/history', { params, signal }));
    },
    refetchInterval: everyMs,
  });
}

export function watchQuery(name: string) {
  return queryOptions({
    queryKey: ['model', name, 'watch'],
    queryFn: ({ signal }) => {
      const params = { path: { name }, query: { limit: mostPoints } };
      return answered(api.GET('/v1/models/{name}/watch', { params, signal }));
    },
  });
}
