/** What is kept of a run's end, on real servers. */
import type { RunEnd } from '@espalier/domain';
import { startTestServers } from '@espalier/stack';
import { createStore } from '@espalier/store';
import { connectTemporal, readRetries } from '@espalier/triggers';
import { initialProgress, runEnded } from '@espalier/workflows';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Announcer } from '../process/announcer.js';
import { recordRunEnd } from './record-run-end.js';

it('a retry whose starter has died is told to the run that it is of when it ends, once', async () => {
  await using servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  const { settings } = servers;
  const temporal = await connectTemporal(settings);
  const store = createStore(settings.s3);
  const announcer = new Announcer({ settings, store, temporal, logger: pino({ level: 'silent' }) });
  const startedAtMs = Date.UTC(2026, 10, 28, 12);
  const [of, runId] = ['feed-20261128-110000-aaaa', 'feed-20261128-120000-bbbb'];
  const retryOf = { runId: of, from: 'train' };
  const ended = runEnded(initialProgress(runId, 'feed'), 'cancelled', null, startedAtMs);
  const end: RunEnd = {
    ...{ progress: { ...ended, retryOf }, manifests: {}, changes: [] },
    ...{ startedAtMs, endedAtMs: startedAtMs + 1_000 },
  };
  await recordRunEnd({ store, announcer }, end);
  await recordRunEnd({ store, announcer }, end);
  expect(await readRetries(store, of)).toEqual([{ runId, from: 'train', at: '2026-11-28T12:00:00.000Z' }]);
  store.close();
  await temporal.connection.close();
});
