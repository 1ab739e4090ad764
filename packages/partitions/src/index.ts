export {
  isTimezone,
  type PartitionEvery,
  type PartitionScheme,
  partitionEveries,
} from './partition-scheme.js';
export {
  type PartitionWindow,
  parsePartition,
  partitionAt,
  partitionSpan,
  partitionsBetween,
  windowBefore,
} from './partition-window.js';
export {
  hasPlaceholder,
  markerPath,
  markerProblem,
  partitionSegment,
  partitionUri,
  templateProblem,
  templateRoot,
} from './uri-template.js';
