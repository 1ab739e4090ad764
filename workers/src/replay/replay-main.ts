/**
 * Scores a few rows by a bundle, as users load it, and ends: a process of its own, so that a crash of native code, or a model that never answers, takes
 * down nobody else. Leaves to others: which rows, what the scores are held to.
 */
import { scoreFewRows } from '@espalier/scorer';
import { exitImmediately } from '@espalier/xgboost';
import { toEspalierError } from '../process/activity-failures.js';
import { dieWithParent } from '../process/parent-death.js';
import type { ScoringAssignment, ScoringReport } from './scoring-messages.js';

process.title = 'espalier-replay';
dieWithParent(Number(process.argv[2]));

process.once('message', (assignment: ScoringAssignment) => {
  scoreFewRows(assignment)
    .then((result): ScoringReport => ({ kind: 'done', result }))
    .catch((error: unknown): ScoringReport => ({ kind: 'failed', error: toEspalierError(error).serialize() }))
    // Native threads would keep the process.
    .then((report) => process.send?.(report, () => exitImmediately(0)));
});
