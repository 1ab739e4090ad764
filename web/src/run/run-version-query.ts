/** Responsible for asking for the version that a run has registered, once there may be one, and for what that is called. */
import { queryOptions } from '@tanstack/react-query';
import { askAgain } from '../api/ask-again.js';
import { answered, api, type Schemas } from '../api/client.js';
import type { Run } from './standing.js';

type Version = NonNullable<NonNullable<Schemas['RunVersion']['registration']>['version']>;

/** The stage that registers has ended: from there on the answer is another one only by what people say of the version. */
export function mayHaveVersion({ stages }: Pick<Run, 'stages'>): boolean {
  return stages.some(({ name, status }) => name === 'publish' && !['waiting', 'running'].includes(status));
}

export function runVersionQuery(runId: string) {
  return queryOptions({
    // Below the run's own: asked again when it has ended.
    queryKey: ['run', runId, 'version'],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/runs/{runId}/version', { params: { path: { runId } }, signal })),
    refetchInterval: askAgain(),
  });
}

/** `, the champion`, `, held`; empty of one of which nothing is said. */
export function versionWords({ alias, standing }: Version): string {
  const called = alias === null ? [] : [alias === 'previous' ? 'the champion before' : `the ${alias}`];
  const said = standing === 'registered' ? [] : [standing === 'awaiting' ? 'awaits approval' : standing];
  return [...called, ...said].map((words) => `, ${words}`).join('');
}
