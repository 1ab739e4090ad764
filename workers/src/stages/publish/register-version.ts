/**
 * Responsible for a run's bundle as a version of the model that its pipeline names: what it was made of, and what the gates say, are
 * written down, and the model is asked to take it. Asked again by a retry, it is the same version.
 * Leaves to others: numbers and aliases (the model's workflow), judging (registry).
 */
import type {
  ApprovalDeadline,
  Digest,
  GateVerdict,
  ManifestRef,
  PlanBody,
  VersionRecord,
} from '@espalier/domain';
import { type Challenge, gateResult, judgeVersion, timedRows } from '@espalier/registry';
import { durationSeconds, type PipelineSpec } from '@espalier/spec';
import {
  committedManifests,
  encodeJson,
  partOf,
  readManifest,
  type Store,
  savedCheckpoints,
} from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { keepGoldenRows } from '../../replay/keep-golden-rows.js';
import { inputManifest } from '../input-manifests.js';
import type { StageServices } from '../stage-services.js';
import { olderThanChampion } from './older-than-champion.js';

type Publishing = NonNullable<PipelineSpec['publish']>;

export async function registerVersion(
  services: StageServices,
  context: StageContext,
  { model, promote, approval, gates = [] }: Publishing,
  { sizeBytes, ...bundle }: { readonly uri: string; readonly digest: Digest; readonly sizeBytes: number },
): Promise<void> {
  const { store, logger } = services;
  const evaluation = await inputManifest(store, context.inputs, 'evaluate');
  const challenge = await challengeOf(store, context);
  const manifests = await manifestsOf(store, context);
  const { plan } = manifests;
  const rows = { context, plan: (await readManifest(store, plan)).body, bundleUri: bundle.uri };
  const { golden, unlike, times } = await keepGoldenRows(services, rows, timedRows(gates));
  const declared = judgeVersion(gates, {
    ...{ evaluation: evaluation.body, sizeBytes, challenge },
    ...{ latency: times, unmeasured: 'missing' in golden ? golden.missing : null },
  });
  // Nobody has to declare that what is served must be what was measured.
  const measured: readonly GateVerdict[] =
    unlike === null ? [] : [{ gate: 'golden rows', task: null, passed: false, because: unlike }];
  const isAutomatic = promote === 'when-gates-pass' || approval?.else === 'promote';
  const older = isAutomatic ? await olderThanChampion(store, model, rows.plan.partitions ?? []) : null;
  const ofOrder: readonly GateVerdict[] =
    older === null ? [] : [{ gate: 'newest data', task: null, passed: false, because: older }];
  const verdicts = [...declared, ...measured, ...ofOrder];
  const content = { ...(await versionRecord(services, context, { bundle, manifests, verdicts })), golden };
  const { runId: run, pipeline } = context;
  const record = await store.putContent(encodeJson(content));
  const registration = {
    ...{ run, pipeline, bundle, record },
    ...{ gates: gateResult(verdicts), promote: promote === 'when-gates-pass' },
    ...(challenge === null ? {} : { comparedWith: challenge.found.champion?.version ?? null }),
    ...(promote === 'after-approval' && approval !== undefined ? { approval: deadlineOf(approval) } : {}),
  };
  const request = {
    action: 'register',
    by: `run ${run}`,
    reason: 'published by its run',
    registration,
  } as const;
  const { cancellationSignal: signal } = Context.current();
  const answer = await services.askModel(model, request, `register-${run}`, signal);
  const { version, after, unpromoted } = answer;
  const failed = verdicts.filter(({ passed }) => !passed).map(({ because }) => because);
  const told = { runId: run, model, version, champion: after.champion, failed };
  if (unpromoted === undefined) logger.info(told, 'registered');
  else logger.warn({ ...told, unpromoted }, 'registered, but not promoted');
}

/** From now on: the version is registered next. */
function deadlineOf({ within, else: otherwise }: NonNullable<Publishing['approval']>): ApprovalDeadline {
  return { until: new Date(Date.now() + durationSeconds(within) * 1000).toISOString(), otherwise };
}

/** Null where no gate asks for the champion. */
async function challengeOf(store: Store, { inputs }: StageContext): Promise<Challenge | null> {
  if (inputs.challenge === undefined) return null;
  const found = (await inputManifest(store, inputs, 'find-champion')).body;
  return { found, compared: (await inputManifest(store, inputs, 'challenge')).body };
}

type RunManifests = Readonly<Record<string, ManifestRef>> & {
  readonly plan: ManifestRef & { readonly stage: 'plan' };
};

/** Of all of the run's stages, the plan among them, which no input of this one is. */
async function manifestsOf(store: Store, { runId, inputs }: StageContext): Promise<RunManifests> {
  const { publish: _own, ...committed } = await committedManifests(store, runId);
  // A stage that the cache answered committed nothing in this run.
  const { plan, ...others } = { ...committed, ...inputs };
  if (plan === undefined) throw new RangeError(`run ${runId} has committed no plan`);
  return { ...others, plan: { ...plan, stage: 'plan' } };
}

async function versionRecord(
  { store, code }: StageServices,
  context: StageContext,
  {
    bundle,
    manifests,
    verdicts,
  }: Pick<VersionRecord, 'bundle' | 'verdicts'> & { readonly manifests: RunManifests },
): Promise<VersionRecord> {
  const { body } = await readManifest(store, manifests.plan);
  const { sourceDigest, partitions = [] }: PlanBody = body;
  return {
    ...{ run: context.runId, pipeline: context.pipeline, bundle, spec: context.spec },
    code: { ...code },
    ...{ manifests, checkpoints: await checkpoints(store, manifests), sourceDigest, partitions, verdicts },
    ...(await checksOf(store, context)),
  };
}

/** Nothing of a run whose pipeline has no checks. */
async function checksOf(store: Store, { inputs }: StageContext): Promise<Pick<VersionRecord, 'checks'>> {
  if (inputs.check === undefined) return {};
  const check = await inputManifest(store, inputs, 'check');
  const { verdicts, reportPart } = check.body;
  return { checks: { verdicts, profile: reportPart === null ? null : partOf(check, reportPart) } };
}

/** Of the run that made each, which is another one where the cache had it. */
async function checkpoints(
  store: Store,
  manifests: Readonly<Record<string, ManifestRef>>,
): Promise<VersionRecord['checkpoints']> {
  const found = await Promise.all(
    (['fit-encoder', 'train'] as const).map(async (stage) => {
      const ref = manifests[stage];
      const runId = ref && (await readManifest(store, ref)).run;
      const saved = runId === undefined ? [] : await savedCheckpoints(store, { runId, stage });
      return [...saved].map(
        ([rank, checkpoint]) => [rank === 0 ? stage : `${stage} of rank ${rank}`, checkpoint] as const,
      );
    }),
  );
  return Object.fromEntries(found.flat());
}
