/**
 * Responsible for the runs of `bench api` that are asked for one by one: a real run, and copies of it in Temporal and S3, each with an input,
 * a result, an end and manifests of its own.
 * Leaves to others: what a copy is (past-run.ts), where it is kept (prepared-home.ts).
 */
import type { EspalierClient } from '@espalier/client';
import { type ManifestRef, runEndKey } from '@espalier/domain';
import { loadSpec } from '@espalier/spec';
import { mapBounded, type Store } from '@espalier/store';
import type { GraphRun, RunResult } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { censusPipelinePath } from '../census/census-example.js';
import { say } from '../report/say.js';
import { startEnded, startOpen } from './end-at-once.js';
import { type PastRun, pastRun, type TemplateRun } from './past-run.js';

const sample = '5%';
const sets = ['encoder.trees=20', 'training.epochs=1'];
/** So many at most; of fewer runs all. */
export const detailedRuns = 4_000;
const openRuns = 20;
const startsAtOnce = 48;
const putsAtOnce = 32;
const toldEvery = 500;

export interface Places {
  readonly client: EspalierClient;
  readonly temporal: Client;
  readonly store: Store;
}

export interface PreparedRuns {
  readonly madeAtMs: number;
  /** Their IDs. */
  readonly detailed: readonly string[];
}

/** @param runs that lists tell of later; more than go on */
export async function prepareRuns(places: Places, runs: number): Promise<PreparedRuns> {
  const { temporal, store } = places;
  const of = Math.min(runs, detailedRuns);
  const template = await realRun(places);
  const madeAtMs = Date.now();
  const detailed: string[] = [];
  let made = 0;
  await mapBounded(
    Array.from({ length: of - openRuns }, (_, at) => at),
    startsAtOnce,
    async (at) => {
      const past = await withOwnManifests(store, pastRun(template, { at, of, nowMs: madeAtMs }));
      const { runId } = past.run;
      await Promise.all([store.putJson(runEndKey(runId), past.end), startEnded(temporal, past)]);
      detailed.push(runId);
      made += 1;
      if (made % toldEvery === 0) say(`${made} of ${of} runs that are asked for one by one`);
    },
  );
  for (let at = of - openRuns; at < of; at += 1) {
    await startOpen(temporal, pastRun(template, { at, of, nowMs: madeAtMs }));
  }
  return { madeAtMs, detailed: detailed.sort() };
}

/** Made by the product's own workers. */
async function realRun({ client, temporal }: Places): Promise<TemplateRun> {
  say('a real run, of which the others are copies');
  const loaded = await loadSpec(censusPipelinePath, { sample, sets });
  const { runId } = await client.submit(loaded);
  const { status, error } = await client.wait(runId);
  if (status !== 'succeeded')
    throw new Error(`run ${runId} ${status}: ${error?.message ?? 'no reason given'}`);
  const handle = temporal.workflow.getHandle(runId);
  const result = (await handle.result()) as RunResult;
  const { events } = await handle.fetchHistory();
  const [input] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  if (input == null) throw new Error(`the history of ${runId} does not tell what it was started with`);
  const run = defaultPayloadConverter.fromPayload<GraphRun>(input);
  return { run, result, changes: loaded.changes };
}

async function withOwnManifests(store: Store, past: PastRun): Promise<PastRun> {
  const { runId } = past.run;
  const owned = await mapBounded(Object.entries(past.end.manifests), putsAtOnce, async ([id, ref]) => {
    const manifest = (await store.getVerifiedJson(ref)) as object;
    const bytes = new TextEncoder().encode(JSON.stringify({ ...manifest, run: runId }));
    const own: ManifestRef = { ...(await store.putContent(bytes)), stage: ref.stage };
    return [id, own] as const;
  });
  return { ...past, end: { ...past.end, manifests: Object.fromEntries(owned) } };
}
