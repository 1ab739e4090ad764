/** Responsible for asking for runs beside each other: one request, however many they are. */
import { queryOptions } from '@tanstack/react-query';
import { askAgain } from '../api/ask-again.js';
import { answered, api, type Schemas } from '../api/client.js';

export type ComparedRun = Schemas['ComparedRun'];

/** Those that go on have no figures yet; others stay as they are. */
const whileOneGoesMs = 5_000;

/** @param runs IDs; one alone is not asked for */
export function comparedQuery(runs: readonly string[]) {
  return queryOptions({
    queryKey: ['compared', ...runs],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/compared-runs', { params: { query: { run: [...runs] } }, signal })),
    enabled: runs.length > 1,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: (query) => {
      const goes = query.state.data?.runs.some(({ status }) => status === 'running') === true;
      return askAgain(goes && whileOneGoesMs)(query);
    },
  });
}
