export { connectClient, type EspalierClient } from './espalier-client.js';
export { type CollectOptions, connectHousekeeper, type Housekeeper } from './housekeeper.js';
export type { PlanPreview, Remarks, SubmittedRun } from './remarks.js';
export type { RunListing } from './run-listing.js';
export type { RunMetrics } from './run-metrics.js';
export type { RunPage, RunQuery } from './run-page.js';
export type { ActivitySnapshot, RunSnapshot } from './run-snapshot.js';
export type { SubmitOptions } from './submit-options.js';
