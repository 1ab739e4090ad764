import { keepNotification, latestNotifications } from '@espalier/notifications';
import { startTestServers } from '@espalier/stack';
import { createStore } from '@espalier/store';
import { expect, it } from 'vitest';

it('one that can not be read hides none of the others', async () => {
  await using servers = await startTestServers({ parts: ['bucket'] });
  const store = createStore(servers.settings.s3);
  const at = '2026-11-28T12:00:00.000Z';
  const told = { at, pipeline: 'feed', model: null, runId: null, title: 'failed', text: 'It failed.' };
  for (const id of ['one', 'two']) await keepNotification(store, { ...told, type: 'run.failed', id });
  await store.putJson('notifications/told/2026-11-28/115900-000000000000.json', { of: 'a later version' });
  const { items, nextCursor } = await latestNotifications(store, { limit: 10 });
  expect([items.map(({ id }) => id).sort(), nextCursor]).toEqual([['one', 'two'], null]);
  store.close();
});
