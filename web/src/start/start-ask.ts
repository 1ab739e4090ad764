/** Responsible for a run as a form asks for it: planned, or started once, with its tags and its note. Leaves to others: the form (start-form.tsx). */
import { answered, api, type Schemas } from '../api/client.js';
import { type SettingChange, setsOf, tagsOf } from './changes.js';

export interface StartAsk {
  readonly of: 'registered' | 'text';
  readonly pipeline: string;
  /** Empty for the version that counts. */
  readonly version: string;
  readonly text: string;
  /** The partition; empty where it is for none. */
  readonly partition: string;
  readonly changes: readonly SettingChange[];
  readonly sample: string;
  readonly strict: boolean;
  readonly noCache: boolean;
  /** As typed. */
  readonly tags: string;
  readonly note: string;
}

export const nothingAsked: StartAsk = {
  ...{ of: 'registered', pipeline: '', version: '', text: '', partition: '', changes: [] },
  ...{ sample: '', strict: false, noCache: false, tags: '', note: '' },
};

export interface StartedRun {
  readonly runId: string;
  /** False where an earlier request of the same form has started it. */
  readonly isNew: boolean;
  readonly warnings: readonly string[];
}

/** What decides which run it is: the same twice is one run. */
export function requestOf({ tags: _, note: __, ...request }: StartAsk): unknown {
  return request;
}

/** @throws ApiProblem with every mistake */
export async function planRun(ask: StartAsk): Promise<Schemas['PlannedRun']> {
  const told = await post(ask, { ...bodyOf(ask), dryRun: true }, {});
  if ('runId' in told) throw new TypeError('a plan starts no run');
  return told;
}

/** @throws ApiProblem with every mistake; what can't be said of a run that has started is told among its warnings */
export async function startRun(ask: StartAsk, key: string): Promise<StartedRun> {
  const told = await post(ask, { ...bodyOf(ask), dryRun: false }, { 'idempotency-key': key });
  if (!('runId' in told)) throw new TypeError('a start is no plan');
  const { runId, isNew, warnings } = told;
  const said = await describe(runId, ask);
  return { runId, isNew, warnings: [...warnings, ...said] };
}

function bodyOf({ changes, sample, partition, strict, noCache }: StartAsk) {
  return {
    ...{ sets: setsOf(changes), strict, noCache },
    ...(sample.trim() === '' ? {} : { sample: sample.trim() }),
    ...(partition.trim() === '' ? {} : { for: partition.trim() }),
  };
}

function post(
  { of, pipeline, version, text }: StartAsk,
  body: ReturnType<typeof bodyOf> & { readonly dryRun: boolean },
  header: { 'idempotency-key'?: string },
): Promise<Schemas['PlannedRun'] | (StartedRun & { readonly notes: readonly string[] })> {
  if (of === 'text') {
    return answered(api.POST('/v1/runs', { params: { header }, body: { ...body, spec: text } }));
  }
  const params = { path: { name: pipeline }, header };
  const which = version.trim() === '' ? {} : { version: Number(version) };
  return answered(api.POST('/v1/pipelines/{name}/runs', { params, body: { ...body, ...which } }));
}

/** @returns what could not be said of it */
async function describe(runId: string, { tags, note }: StartAsk): Promise<string[]> {
  const params = { path: { runId } };
  const { set } = tagsOf(tags);
  const tell = (what: string) => (error: unknown) => [
    `The run has started; its ${what} could not be kept: ${error instanceof Error ? error.message : error}`,
  ];
  const tagged =
    Object.keys(set).length === 0
      ? []
      : await answered(api.PATCH('/v1/runs/{runId}/tags', { params, body: { set, remove: [] } })).then(
          () => [],
          tell('tags'),
        );
  const noted =
    note.trim() === ''
      ? []
      : await answered(api.POST('/v1/runs/{runId}/notes', { params, body: { text: note.trim() } })).then(
          () => [],
          tell('note'),
        );
  return [...tagged, ...noted];
}
