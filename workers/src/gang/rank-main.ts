/**
 * A rank's process: loads what the ranks of its role compute with, native libraries included, takes its assignment from its host, does the numeric work, reports, and ends. It may wait
 * long for the assignment.
 */
import { growHeapToCompute } from '@espalier/programs';
import { loadSettings } from '@espalier/settings';
import { createStore, stageAttempt } from '@espalier/store';
import type { GangRole, RankResult } from '@espalier/workflows';
import { exitImmediately } from '@espalier/xgboost';
import { toEspalierError } from '../process/activity-failures.js';
import { dieWithParent } from '../process/parent-death.js';
import { computingAs, loadRankWork } from '../stages/registry.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import type { RankAssignment } from './rank-messages.js';
import { RankReporter, sendReport } from './rank-reporter.js';

process.title = 'espalier-spare-rank';
dieWithParent(Number(process.argv[2]));

async function runRank({ input, scratchDir }: RankAssignment): Promise<RankResult> {
  const settings = loadSettings();
  const store = createStore(settings.s3);
  const reporter = new RankReporter(input);
  const [{ spec }, run] = await Promise.all([
    reporter.alive(readStoredSpec(store, input.context.spec)),
    computingAs('gang', input.context.stage).rank(),
  ]);
  const attempt = stageAttempt(input.context);
  return run({ settings, store, spec, input, attempt, scratchDir, reporter });
}

let isAssigned = false;

process.once('message', (assignment: RankAssignment) => {
  process.title = 'espalier-rank';
  isAssigned = true;
  // Not before: a spare is to be small.
  growHeapToCompute();
  runRank(assignment)
    .then((result) => sendReport({ kind: 'done', result }))
    .catch((error: unknown) => sendReport({ kind: 'failed', error: toEspalierError(error).serialize() }))
    // An orderly exit would wait for native threads that may wait for a peer that is gone.
    .finally(() => exitImmediately(0));
});

// One that can't load is of no use; what is loaded for an assignment tells by itself why it does not.
loadRankWork(process.argv[3] as GangRole, loadSettings()).catch(() => {
  if (!isAssigned) exitImmediately(1);
});
