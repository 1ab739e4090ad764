import type { BackfillCost, BackfillRequest, ShownBackfill } from '@espalier/domain';
import { noOutcomes } from '@espalier/domain';
import { expect, it } from 'vitest';
import { backfillLine, backfillText, plannedBackfillText } from './backfills-text.js';

const absent = { path: 'source.train.uri', message: 'there is no day=2026-10-27' };
const request: BackfillRequest = {
  ...{ pipeline: 'feed', version: 3, from: '2026-11-01', to: '2026-11-14', limit: 2, order: 'oldest' },
  ...{ reprocess: 'undone', stopOnFailure: false },
};
const cost: BackfillCost = {
  ...{ toRun: 12, skipped: 1, absent: ['2026-11-05'], expectedSeconds: 3_600 },
  run: { runs: 20, medianSeconds: 600, lowSeconds: 540, highSeconds: 720 },
};
const shown: ShownBackfill = {
  ...{ id: 'feed-backfill-20261128-120000-aaaa', request, cost, by: 'ada', reason: 'a new label' },
  ...{ at: '2026-11-28T12:00:00.000Z', status: 'failed', progress: null, open: 0 },
  counts: { ...noOutcomes, succeeded: 11, refused: 1 },
  troubles: [
    {
      ...{ label: '2026-11-03', outcome: 'refused', runId: null },
      problem: { code: 'spec.invalid', message: 'feed@3 has a mistake.', details: { issues: [absent] } },
    },
  ],
};

it('what a backfill costs is told with where the runs of the past lie', () => {
  const nowMs = Date.parse('2026-11-28T12:00:00Z');
  expect(plannedBackfillText({ request, cost, labels: [], notes: [] }, nowMs)).toMatchInlineSnapshot(`
    "feed@3, 2026-11-01 to 2026-11-14, oldest first, 2 at a time
    to run    12 partitions
    left out  1 partition, done or not asked for
    missing   1 partition in the source: 2026-11-05
    takes     about 1:00:00 h, until 2026-11-28 13:00 UTC; a run 10:00 min, eight of ten of 20 runs between 9:00 min and 12:00 min"
  `);
  const unknown = { ...cost, run: null, expectedSeconds: null };
  expect(plannedBackfillText({ request, cost: unknown, labels: [], notes: [] }, nowMs)).toMatch(
    /takes +unknown/,
  );
});

it('one that has ended tells what did not succeed, and how to go on', () => {
  expect(backfillText(shown, null)).toMatchInlineSnapshot(`
    "feed-backfill-20261128-120000-aaaa  failed
    feed@3, 2026-11-01 to 2026-11-14, oldest first, 2 at a time
    2026-11-28 12:00 UTC by ada: a new label

    11 succeeded, 1 refused; 0 to go; failed

    Run what is left with: espalier backfill resume feed-backfill-20261128-120000-aaaa

    partition   outcome  run  why
    2026-11-03  refused  -    feed@3 has a mistake: source.train.uri: there is no day=2026-10-27"
  `);
});

it('one that goes tells what runs', () => {
  const running = [{ label: '2026-11-04', runId: 'feed-20261128-120500-aaaa' }];
  const progress = {
    round: 1,
    status: 'running',
    total: 12,
    counts: noOutcomes,
    running,
    troubles: [],
    reason: null,
  } as const;
  const counts = { ...noOutcomes, succeeded: 2 };
  expect(backfillLine({ ...shown, status: 'running', counts, open: 10, progress })).toBe(
    '2 succeeded; now 2026-11-04; 10 to go',
  );
});
