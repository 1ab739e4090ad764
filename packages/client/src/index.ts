export { connectClient, type EspalierClient, type PlanPreview, type RunListing } from './espalier-client.js';
export type { ActivitySnapshot, RunSnapshot } from './run-snapshot.js';
