export * from './backfill.js';
