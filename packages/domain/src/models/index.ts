export type * from './challenge.js';
export { type Decision, decideChange } from './decide-change.js';
export { type AskedReplay, requireReplayed } from './decide-replay.js';
export * from './golden-rows.js';
export * from './model-reference.js';
export * from './model-state.js';
export type * from './version-record.js';
export type * from './watch.js';
