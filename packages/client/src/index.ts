export { connectClient, type EspalierClient } from './espalier-client.js';
export { type CollectOptions, connectHousekeeper, type Housekeeper } from './housekeeper.js';
export { type AskedBy, connectModels, type ModelClient } from './models/model-client.js';
export { ModelReader, type PartitionSeen, type ShownVersion } from './models/model-reader.js';
export type { PlanPreview, Remarks, SubmittedRun } from './remarks.js';
export type { RunListing } from './run-listing.js';
export type { RunMetrics } from './run-metrics.js';
export type { ActivitySnapshot, RunSnapshot } from './run-snapshot.js';
