/**
 * Responsible for what a run's data checks come to: the newest data is judged, the run stopped or warned, and a partition that did not pass
 * remembered for those that read it later.
 * Leaves to others: judging (features), what the champion was trained on (champion-data.ts).
 */
import {
  type CheckFinding,
  type CheckVerdict,
  EspalierError,
  type ExtractBody,
  type FeatureSchema,
  type SourcePartition,
} from '@espalier/domain';
import { type CheckedData, type ComparedData, judgeData, newestPartition } from '@espalier/features';
import type { PipelineSpec } from '@espalier/spec';
import { encodeJson, partOf, writePart } from '@espalier/store';
import { inputManifest } from '../input-manifests.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';
import { type ChampionData, championData } from './champion-data.js';
import type { CheckResult } from './jobs.js';
import { type ProfiledSides, profileSides } from './profile-sides.js';
import { rememberFindings, warningsOfEarlier } from './remembered-partitions.js';
import { checkFailed, toldFindings } from './told-findings.js';

const reportPart = 'profile.json';

/** @throws EspalierError `features.data-check-failed`, `features.strict` */
export async function foldCheck(
  { services, context, logger, signal }: FoldContext,
  ofShards: readonly unknown[],
): Promise<StageResult<'check'>> {
  const { store } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  const settings = spec.checks;
  if (settings === undefined) throw new RangeError('a run without checks has nothing to check');
  const { partitions = [] } = (await inputManifest(store, context.inputs, 'plan')).body;
  const extract = await inputManifest(store, context.inputs, 'extract');
  const schema = (await store.getVerifiedJson(partOf(extract, extract.body.schemaPart))) as FeatureSchema;
  const champion = await championData(store, spec.publish?.model, schema);
  const results = ofShards as readonly CheckResult[];
  const sides =
    results.length === 0
      ? null
      : await profileSides(services, schema, results, { champion: champion?.profile ?? null, signal });
  const verdicts = judgeData({
    ...{ settings, partitions, schema, championSchema: champion?.schema ?? null },
    compared: sides === null ? [] : comparedData(sides, champion),
    labels: sides === null ? [] : labelsOf(spec, extract.body),
  });
  const findings = verdicts.flatMap((verdict) => verdict.findings);
  const failing = findings.filter(({ check }) => !settings.warnOnly?.includes(check));
  const newest = newestPartition(partitions);
  const by = { run: context.runId, pipeline: context.pipeline };
  await rememberFindings(store, newest, findingsOf(newest, failing, partitions), by);
  const stopping = spec.strict ? findings : settings.onFailure === 'stop' ? failing : [];
  const version = champion?.version ?? null;
  if (stopping.length > 0) throw checkFailed(stopping, { partitions, newest, champion: version });
  const warnings = [
    ...toldFindings(findings).map((finding) => `${finding}.`),
    ...(await warningsOfEarlier(store, partitions, newest, context.pipeline)),
  ];
  if (spec.strict && warnings.length > 0) {
    throw new EspalierError('features.strict', `strict refuses: ${warnings.join(' ')}`, {
      details: { warnings },
    });
  }
  for (const warning of warnings) logger.warn({ runId: context.runId }, warning);
  const notes = [...(sides === null ? [noSource] : []), ...(champion?.notes ?? [])];
  const parts = sides === null ? [] : [await writePart(store, reportPart, encodeJson(profilesOf(sides)))];
  logVerdicts(logger, context.runId, verdicts);
  return {
    parts,
    body: {
      ...{ partition: newest?.label ?? null, verdicts, champion: version },
      ...{ reportPart: sides === null ? null : reportPart, warnings, notes },
    },
  };
}

/**
 * What a partition is remembered by: where its rows were not those that were looked at, their number alone; and nothing that only the champion
 * says, which may be of another season.
 */
function findingsOf(
  newest: SourcePartition | null,
  failing: readonly CheckFinding[],
  partitions: readonly SourcePartition[],
): readonly CheckFinding[] {
  const isMeasured = partitions.some(({ split, label }) => split === 'eval' && label === newest?.label);
  return failing.filter(({ check, against }) => (isMeasured || check === 'rows') && against !== 'champion');
}

const noSource =
  'Of the checks, only those of rows and columns looked at the data: without a source of its own under `source.eval` none of it is known to be the newest.';

function profilesOf({ training, newest }: ProfiledSides) {
  return { training, newest };
}

function comparedData(
  { training, newest, newestAtChampion }: ProfiledSides,
  champion: ChampionData | null,
): readonly ComparedData[] {
  const own: ComparedData = { against: 'training', reference: training, newest };
  const reference = champion?.profile ?? null;
  if (reference === null || newestAtChampion === null) return [own];
  return [own, { against: 'champion', reference, newest: newestAtChampion }];
}

/** Of all rows, not those of the measured shards alone. */
function labelsOf({ tasks }: PipelineSpec, { rows, positives }: ExtractBody): CheckedData['labels'] {
  return tasks.map(({ name: task }) => {
    const of = (split: 'train' | 'encoder' | 'eval') => positives[split][task] ?? 0;
    const training = { rows: rows.train + rows.encoder, positives: of('train') + of('encoder') };
    return { task, training, newest: { rows: rows.eval, positives: of('eval') } };
  });
}

function logVerdicts(logger: FoldContext['logger'], runId: string, verdicts: readonly CheckVerdict[]): void {
  for (const { check, against, passed, judged, because } of verdicts) {
    logger.info({ runId, check, against, passed, judged, because }, 'data checked');
  }
}
