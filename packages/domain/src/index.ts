export {
  type ArchitectureName,
  type ArchitectureSetting,
  architectureNames,
  architectureSettingNames,
  architectureSettings,
  architectures,
} from './architectures.js';
export type { ArtifactRef, Digest, ManifestRef, PartRef } from './artifact.js';
export * from './backfills/index.js';
export {
  type BulkRetryProgress,
  type BulkRetryRecord,
  type BulkRetryStatus,
  type EndedRetry,
  mostBulkRetries,
  mostRetriesSideBySide,
  noRetries,
  type RetryOutcome,
  retryOutcomes,
} from './bulk-retry.js';
export { canonicalJson } from './canonical-json.js';
export type { CheckpointSpacing } from './checkpoint-spacing.js';
export * from './checks.js';
export * from './compared-costs.js';
export type * from './comparison.js';
export * from './costs/index.js';
export type { Environment, Fingerprint } from './environment.js';
export { defineErrors, type ErrorDefinition, type ErrorKind } from './errors/define-errors.js';
export {
  type ErrorCode,
  type ErrorOptions,
  EspalierError,
  errorCatalogue,
  isErrorCode,
  type SerializedError,
} from './errors/espalier-error.js';
export { inOneLine } from './errors/in-one-line.js';
export type {
  CategoricalColumnSchema,
  ColumnSchema,
  FeatureSchema,
  NumericColumnSchema,
} from './feature-schema.js';
export { isInheritedName } from './inherited-names.js';
export * from './joins.js';
export {
  isWideTree,
  type LeafMap,
  type LeafMapForest,
  type LeafMapTree,
  leafOrdinalType,
  leafSlots,
} from './leaf-map.js';
export type * from './metrics.js';
export * from './models/index.js';
export * from './notification.js';
export * from './pipelines/index.js';
export { type ProcessEnd, processEndText } from './process-end.js';
export * from './quotas.js';
export * from './run-annotations.js';
export { type RunEnd, runEndKey } from './run-end.js';
export * from './run-graph.js';
export { type NamedRun, runNamed } from './run-name.js';
export * from './run-progress.js';
export type * from './run-retry.js';
export { type RunTrigger, runTriggers } from './run-trigger.js';
export * from './schedules/index.js';
export {
  keywordType,
  missingSearchAttributes,
  type NamespacePlace,
  searchAttributeConflict,
  searchAttributes,
  searchAttributesLacking,
} from './search-attributes.js';
export type * from './selection.js';
export * from './splits.js';
export { isSameName, nameKey } from './sql-names.js';
export * from './stages.js';
export type {
  BinaryComparison,
  BinaryMeasurement,
  BinaryMetrics,
  CalibrationPoint,
  RocPoint,
} from './task-kinds/binary.js';
export * from './task-kinds/figures.js';
export {
  defaultTaskKind,
  kindOf,
  type TaskKindName,
  type TaskOfKind,
  taskKindNames,
  taskKinds,
} from './task-kinds/registry.js';
export type * from './task-kinds/task-kind.js';
export * from './training-pace.js';
