export { buildLeafMap } from './build-leaf-map.js';
export { type ForestEncoder, type ForestEncoderOptions, openForestEncoder } from './forest-encoder.js';
export { type ForestSettings, forestParams } from './forest-params.js';
export type { ForestBytes } from './open-booster.js';
