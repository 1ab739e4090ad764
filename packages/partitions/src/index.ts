export {
  isTimezone,
  type PartitionEvery,
  type PartitionScheme,
  partitionEveries,
} from './partition-scheme.js';
export { type PartitionWindow, parsePartition, partitionSpan, windowBefore } from './partition-window.js';
export {
  hasPlaceholder,
  markerPath,
  markerProblem,
  partitionUri,
  templateProblem,
  templateRoot,
} from './uri-template.js';
