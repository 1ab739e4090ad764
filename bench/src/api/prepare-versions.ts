/**
 * Responsible for the model of `bench api` that has a thousand versions: each with a record of its own, written as the model's workflow writes
 * them, every tenth promoted. They stay with the stack's data, and are made where these do not have them yet.
 */
import {
  decideChange,
  type ModelChange,
  type ModelRequest,
  newModelState,
  type SourcePartition,
  type VersionRecord,
} from '@espalier/domain';
import { readAliases, recordChange } from '@espalier/registry';
import { digestOf, encodeJson, mapBounded, type Store } from '@espalier/store';
import { say } from '../report/say.js';

export const pastModel = 'past-model';
export const pastVersions = 1_000;
const promotedEvery = 10;
const trainedDays = 7;
const dayMs = 86_400_000;
/** They move one object of aliases. */
const writesAtOnce = 8;

export async function provideVersions(store: Store, madeAtMs: number): Promise<void> {
  if ((await readAliases(store, pastModel))?.versions === pastVersions) return;
  say(`${pastVersions} versions of a model`);
  const changes: ModelChange[] = [];
  let state = newModelState(pastModel);
  const add = (request: ModelRequest) => {
    const { version, after } = decideChange(state, request);
    const { champion, challenger, previous } = state;
    const { action, by, reason } = request;
    changes.push({
      ...{ model: pastModel, number: after.change, action, version, by, reason, after },
      ...{ at: new Date(madeAtMs + after.change).toISOString(), request: `bench-${after.change}` },
      before: { champion, challenger, previous },
      ...(action === 'register' ? { registration: request.registration } : {}),
    });
    state = after;
  };
  for (let version = 1; version <= pastVersions; version += 1) {
    const run = `${pastModel}-${version}`;
    const bundle = { uri: store.uri(`bundles/${pastModel}/${version}`), digest: digestOf(run) };
    const record = await store.putContent(
      encodeJson(await recordOf(store, { run, bundle, version, madeAtMs })),
    );
    const registration = {
      run,
      pipeline: pastModel,
      bundle,
      record,
      gates: 'passed',
      promote: false,
    } as const;
    add({ action: 'register', by: `run ${run}`, reason: 'published by its run', registration });
    if (version % promotedEvery === 0) add({ action: 'promote', by: 'bench', reason: 'better', version });
  }
  await mapBounded(changes, writesAtOnce, (change) => recordChange(store, change));
}

async function recordOf(
  store: Store,
  {
    run,
    bundle,
    version,
    madeAtMs,
  }: Pick<VersionRecord, 'run' | 'bundle'> & { readonly version: number; readonly madeAtMs: number },
): Promise<VersionRecord> {
  const day = (back: number, split: SourcePartition['split']): SourcePartition => {
    const label = new Date(madeAtMs + (version - back) * dayMs).toISOString().slice(0, 10);
    return { ...{ split, label, files: 1, rows: 1_000, sizeBytes: 100_000 }, digest: digestOf(label) };
  };
  const days = Array.from({ length: trainedDays }, (_, back) => day(back + 1, 'train'));
  return {
    ...{ run, pipeline: pastModel, bundle, code: {}, manifests: {}, checkpoints: {} },
    spec: await store.putJson(`runs/${run}/spec.json`, { spec: { name: pastModel } }),
    ...{ sourceDigest: digestOf(`source of ${run}`), partitions: [...days, day(0, 'eval')] },
    verdicts: [{ gate: 'auc', task: 'click', passed: true, because: 'AUC 0.7210 is at least 0.7.' }],
  };
}
