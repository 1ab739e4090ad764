export {
  addRound,
  type BackfillRound,
  lastRound,
  listBackfills,
  readBackfill,
  readOutcomes,
  readProblems,
  readRound,
  roundEnd,
  writeBackfill,
  writeOutcome,
  writeRoundEnd,
} from './backfills/backfill-records.js';
export type { BundleManifest } from './bundle-manifest.js';
export { damageOf } from './damage.js';
export { type ExportedBundle, exportBundle } from './export-bundle.js';
export { exportForServing, type ServedVersion } from './export-for-serving.js';
export type { Challenge } from './gates/champion-gate.js';
export type { DeclaredGate } from './gates/gate.js';
export { gateResult, judgeVersion, timedRows } from './gates/judge-version.js';
export { type ModelRows, refusalByLineage, refusalOfArrival } from './gates/seen-rows.js';
export { type BundlePaths, type LoadedBundle, loadBundle } from './load-bundle.js';
export { type PartitionSeen, partitionSeenBy } from './models/lineage-index.js';
export {
  type KnownChanges,
  listModels,
  modelNames,
  readAliases,
  readChanges,
  recordChange,
  recoverModel,
  registeredVersion,
} from './models/model-log.js';
export { namedVersion, readVersion, readVersionRecord } from './models/model-versions.js';
export { type RunRegistration, registeredBy } from './models/run-registration.js';
export { forgetFailedCheck, readFailedChecks, recordFailedCheck } from './pipelines/failed-checks.js';
export { endsOfPartitions, type ListedEnd, runOfEnd } from './pipelines/listed-ends.js';
export { type SeenContent, stalePartitions, writeContents } from './pipelines/partition-contents.js';
export {
  type PartitionEnd,
  type PartitionEnds,
  readPartitionEnds,
  writePartitionEnd,
} from './pipelines/partition-ends.js';
export {
  addPipelineVersion,
  latestPipelineVersion,
  listPipelines,
  pipelineNames,
  readPipelineVersion,
  readPipelineVersions,
} from './pipelines/pipeline-versions.js';
export {
  changeQuota,
  listQuotas,
  type QuotaChange,
  readQuota,
  removeQuota,
  setQuota,
} from './quotas/quotas.js';
export { readBundleSchema } from './read-bundle-schema.js';
export { driftThatEnds } from './watch/drift-ends.js';
export { type Arrival, judgeArrival, type Tolerances } from './watch/judge-arrival.js';
export {
  addWatchPoint,
  readWatch,
  type WatchedContent,
  type WatchPage,
  watchedBefore,
  watchedEarlier,
  watchedOfVersion,
  watchedUntil,
} from './watch/watch-series.js';
export { type BundleContent, type PublishedBundle, writeBundle } from './write-bundle.js';
