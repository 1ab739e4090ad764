/**
 * `npm run record-histories -w @espalier/test -- RUN_ID…`: keeps the histories of runs (or of any workflow, by its ID)
 * and of their stages in test/replay/histories, for replay.test.ts. Nothing is kept if one of them tells too much.
 */
import { hostname } from 'node:os';
import { loadSettings } from '@espalier/settings';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';
import { fetchRun } from './fetch-run.js';
import { writeHistory } from './history-files.js';
import { leaksIn, scrubHistory, secretsOf } from './scrub-history.js';

const settings = loadSettings();
const runIds = process.argv.slice(2);
if (runIds.length === 0) throw new RangeError('give the IDs of the runs to record');

const connection = await openTemporal(settings.temporal);
try {
  const client = new Client({ connection, namespace: settings.temporal.namespace });
  const fetched = (await Promise.all(runIds.map((runId) => fetchRun(client, runId)))).flat();
  const histories = fetched.map((history) => scrubHistory(history, hostname()));
  const leaks = histories.flatMap((history) =>
    leaksIn(history, secretsOf(settings)).map((leak) => `${history.workflowId}: ${leak}`),
  );
  if (leaks.length > 0) {
    console.error(`Nothing was kept, because these histories tell too much:\n${leaks.join('\n')}`);
    process.exitCode = 1;
  } else {
    for (const history of histories) console.log(writeHistory(history));
  }
} finally {
  await connection.close();
}
