/** Responsible for what is asked before a run is started: which pipelines there are, what one says, and with which settings it ran last. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { leavesOf } from '../compare/settings-compared.js';

const mostPipelines = 200;

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines', 'first'],
  queryFn: ({ signal }) =>
    answered(api.GET('/v1/pipelines', { params: { query: { limit: mostPipelines } }, signal })),
  staleTime: 30_000,
});

/** @param version null for the one that counts */
export function pipelineQuery(name: string, version: number | null) {
  return queryOptions({
    queryKey: ['pipeline', name, version],
    queryFn: ({ signal }) => {
      const query = version === null ? {} : { version };
      return answered(api.GET('/v1/pipelines/{name}', { params: { path: { name }, query }, signal }));
    },
    staleTime: 30_000,
  });
}

/** Values by path; empty where nobody keeps them. */
export function settingsQuery(runId: string) {
  return queryOptions({
    queryKey: ['run', runId, 'settings'],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const params = { path: { runId } };
      const { spec } = await answered(api.GET('/v1/runs/{runId}/spec', { params, signal }));
      return spec === null ? new Map() : leavesOf(spec);
    },
    // What a run was started with stays as it is.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The same of the last run of a pipeline. */
export function lastSettingsQuery(pipeline: string) {
  return queryOptions({
    queryKey: ['pipeline', pipeline, 'settings'],
    queryFn: async ({ client, signal }) => {
      const query = { pipeline, limit: 1 };
      const { runs } = await answered(api.GET('/v1/runs', { params: { query }, signal }));
      const [last] = runs;
      return last === undefined
        ? new Map<string, string>()
        : client.ensureQueryData(settingsQuery(last.runId));
    },
    staleTime: 30_000,
  });
}
