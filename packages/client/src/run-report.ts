/** Makes the report of a run from its result and its manifests. */
import {
  type ComparisonReport,
  comparedCosts,
  inOneLine,
  instanceIdOf,
  type LearningCurve,
  type ManifestRef,
  type RunProgress,
  type RunReport,
  type SerializedError,
  type StageBodies,
  type StageName,
  splitNames,
  type VariantReport,
} from '@espalier/domain';
import { mapBounded, partOf, readManifest, type Store } from '@espalier/store';
import type { RunResult } from '@espalier/workflows';

const readsAtOnce = 16;
const mostFindings = 100;

/**
 * Reads what the plan remarked, how the rows were split, how the network was chosen, the metrics and the bundle's address, where the run
 * got that far.
 */
export async function buildReport(store: Store, { progress, manifests }: RunResult): Promise<RunReport> {
  const manifestOf = async <S extends StageName>(stage: S) => {
    const manifest = manifests[stage];
    return manifest === undefined ? null : readManifest(store, { ...manifest, stage });
  };
  const bodyOf = async <S extends StageName>(stage: S): Promise<StageBodies[S] | null> =>
    (await manifestOf(stage))?.body ?? null;
  const [plan, extract, watch, check, trained, evaluate, publish] = await Promise.all([
    bodyOf('plan'),
    bodyOf('extract'),
    bodyOf('watch'),
    bodyOf('check'),
    manifestOf('train'),
    bodyOf('evaluate'),
    bodyOf('publish'),
  ]);
  const train = trained?.body ?? null;
  const pace = trained?.measured?.pace;
  const { runId, pipeline, status, stages, retryOf } = progress;
  const error: SerializedError | null = progress.error;
  return {
    runId,
    pipeline,
    status,
    ...(retryOf === undefined ? {} : { retryOf }),
    stages: stages
      .filter((stage) => stage.startedAtMs !== null)
      .map((stage) => ({
        id: instanceIdOf(stage),
        name: stage.name,
        seconds: ((stage.endedAtMs ?? Date.now()) - (stage.startedAtMs ?? 0)) / 1000,
        cached: stage.cache?.hit ?? false,
        shards: stage.shards,
        attempt: stage.attempt,
        lastFailure: stage.lastFailure ?? null,
        ...(stage.cache === null ? {} : { reason: stage.cache.reason }),
      })),
    metrics: evaluate?.metrics ?? {},
    forest: evaluate?.forest ?? {},
    plots: evaluate?.plots ?? {},
    comparison: evaluate?.comparison ?? {},
    cluster: evaluate?.cluster ?? null,
    bundle: publish?.bundle ?? null,
    compared: await comparisonOf(store, manifests.compare),
    splits: extract === null ? null : splitsOf(extract),
    // Results of an earlier version have none of these.
    selection: train?.selection ?? null,
    epochLosses: train?.epochLosses ?? [],
    pace: pace === undefined ? null : { ...pace, runId: trained?.run ?? runId },
    warnings: [
      ...(plan?.warnings ?? []),
      ...(extract?.warnings ?? []),
      ...(watch?.warnings ?? []),
      ...failedAside(progress),
      ...(check?.warnings ?? []),
      ...(train?.warnings ?? []),
      ...(await warningsOfVariants(store, progress, manifests)),
    ],
    notes: [...(plan?.notes ?? []), ...(watch?.notes ?? []), ...(check?.notes ?? [])],
    checks: checksOf(check),
    error,
  };
}

function checksOf(check: StageBodies['check'] | null): RunReport['checks'] {
  if (check === null) return null;
  const { partition, champion } = check;
  const verdicts = check.verdicts.map((verdict) => ({
    ...verdict,
    findings: verdict.findings.slice(0, mostFindings),
  }));
  return { partition, champion, verdicts };
}

/** Stages that the run went on without. */
function failedAside({ stages }: RunProgress): string[] {
  return stages.flatMap(({ name, status, lastFailure }) => {
    if (name !== 'watch' || status !== 'failed' || lastFailure == null) return [];
    return [`The champion was not watched, and the run went on without: ${inOneLine(lastFailure.error)}`];
  });
}

/** Each with the training that it is of, in the order of the run's graph. */
async function warningsOfVariants(
  store: Store,
  { stages }: RunProgress,
  manifests: RunResult['manifests'],
): Promise<string[]> {
  const trainings = stages
    .map(instanceIdOf)
    .filter((id) => id !== 'train' && manifests[id]?.stage === 'train');
  const warnings = await mapBounded(trainings, readsAtOnce, async (id) => {
    const { body } = await readManifest(store, { ...(manifests[id] as ManifestRef), stage: 'train' });
    return body.warnings.map((warning) => `${id}: ${warning}`);
  });
  return warnings.flat();
}

async function comparisonOf(store: Store, ref: ManifestRef | undefined): Promise<ComparisonReport | null> {
  if (ref === undefined) return null;
  const manifest = await readManifest(store, { ...ref, stage: 'compare' });
  const stored = await store.getVerifiedJson(partOf(manifest, manifest.body.reportPart));
  return asWritten(stored as StoredComparison);
}

/** As it lies in S3: an earlier version knew binary tasks only, and called the loss of a learning curve by theirs. */
type StoredComparison = Omit<ComparisonReport, 'variants' | 'costs'> & {
  readonly variants: readonly (Omit<VariantReport, 'curves'> & { readonly curves: readonly StoredCurve[] })[];
};
type StoredPoint = LearningCurve['points'][number] | EarlierPoint;
type StoredCurve = Omit<LearningCurve, 'points'> & { readonly points: readonly StoredPoint[] };
interface EarlierPoint {
  readonly step: number;
  readonly logLoss: Readonly<Record<string, number>>;
}

function asWritten(stored: StoredComparison): ComparisonReport {
  const pointOf = (point: StoredPoint) =>
    'loss' in point ? point : { step: point.step, loss: point.logLoss };
  const curveOf = ({ seed, points }: StoredCurve) => ({ seed, points: points.map(pointOf) });
  const variants = stored.variants.map((variant) => ({ ...variant, curves: variant.curves.map(curveOf) }));
  return { ...stored, variants, costs: comparedCosts({ ...stored, variants }) };
}

function splitsOf({ rows, positives }: StageBodies['extract']): NonNullable<RunReport['splits']> {
  const splits = splitNames.map((split) => [
    split,
    { rows: rows[split] ?? 0, positives: positives?.[split] ?? {} },
  ]);
  return Object.fromEntries(splits) as NonNullable<RunReport['splits']>;
}
