export { mapBounded } from './bounded-parallel.js';
export { changeJson } from './change-json.js';
export {
  commitCheckpoint,
  latestCheckpoint,
  latestCheckpoints,
  type NewCheckpoint,
  readCheckpointParts,
  type StoredCheckpoint,
  savedCheckpoints,
} from './checkpoint.js';
export { digestHex, digestOf, digestOfFile, digestOfJson, isDigest } from './digest.js';
export { grouped } from './grouped.js';
export { openLocal } from './local-cache.js';
export { runOf } from './nondeterminism.js';
export type { ObjectHead } from './object-listing.js';
export { type AskedPage, badCursor, cursorOf, type Page, placeOf } from './pages.js';
export { collectGarbage, type GarbageReport } from './retention/collect-garbage.js';
export type { KnownRuns, OpenRun } from './retention/mark-roots.js';
export type { Retention, RunState } from './retention/run-keeping.js';
export { type SpaceUsage, spaceUsage } from './retention/space-usage.js';
export { ServiceProbe } from './service-probe.js';
export {
  type CachedStage,
  type CacheWrite,
  dropCached,
  readCache,
  readLatestComponents,
  writeCache,
  writeLatestComponents,
} from './stage-cache.js';
export {
  commitStage,
  committedManifest,
  committedManifests,
  openStage,
  partOf,
  readManifest,
  writePart,
} from './stage-commit.js';
export { type StageAttempt, type StageId, stageAttempt } from './stage-head.js';
export {
  environmentChanges,
  environmentSchema,
  explainMiss,
  type StageKeyComponents,
  stageKey,
} from './stage-key.js';
export { createStore, encodeJson, Store, type StoredJson } from './store.js';
export { ensureStoreId, readStoreId, requireKnownLayout } from './store-identity.js';
