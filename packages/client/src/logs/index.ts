export { GrowingCurves } from './growing-curves.js';
export { type LogEntry, processEnded } from './log-entry.js';
export { followRunLog, readRunLog } from './log-files.js';
export { type Curve, keptCurves, measuredCurves } from './measured-curves.js';
export { thinnedPoints } from './thinned-points.js';
