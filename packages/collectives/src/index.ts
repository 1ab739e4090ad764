export { CollectiveError, type CollectiveErrorCode } from './collective-error.js';
export { gatherFloats } from './gather-floats.js';
export type { HostReducer } from './host-reducer.js';
export { SharedMemorySums, type SharedMemorySumsOptions } from './shared-memory-sums.js';
