import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineBook } from '@espalier/client';
import { newModelState } from '@espalier/domain';
import { loadSpecText } from '@espalier/spec';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;
let token = '';

beforeAll(async () => {
  server = await startServer();
  token = await readFile(join(server.homeDir, 'admin-token'), 'utf8');
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** All pages of two, each with what its items say under `key`. */
async function pages(path: string, list: string, key: string): Promise<string[][]> {
  const told: string[][] = [];
  let cursor = '';
  do {
    const { status, json } = await server.ask('GET', `${path}?limit=2${cursor}`, { token });
    expect(status).toBe(200);
    told.push(json[list].map((item: Record<string, string>) => item[key]));
    cursor = json.nextCursor === null ? '' : `&cursor=${json.nextCursor}`;
  } while (cursor !== '' && told.length < 20);
  return told;
}

/** Services order these in more than one way. */
const names = ['feed', 'feed-2', 'feed0', 'home', 'home_2'];

it('pipelines come by the page, each once, without deleted ones', async () => {
  const book = new PipelineBook(server.store);
  const asked = { by: 'ann', reason: 'a test' };
  for (const name of [...names, 'gone-1', 'gone-2', 'gone-3']) {
    const text = `name: ${name}\nsource: { train: { uri: "s3://logs/x/" }, split: { by: m, eval: 20% } }\ntasks: [{ name: c, group: passive, label: c }]`;
    await book.apply(loadSpecText(text, { name, baseDir: '/' }), asked);
    if (name.startsWith('gone')) await book.remove(name, asked);
  }
  const told = await pages('/v1/pipelines', 'pipelines', 'pipeline');
  expect(told.flat().sort()).toEqual(names);
  expect(told.every((page) => page.length > 0 && page.length <= 2)).toBe(true);
});

it('models come by the page, each once', async () => {
  for (const name of names) await server.store.putJson(`models/${name}/aliases.json`, newModelState(name));
  const told = await pages('/v1/models', 'models', 'model');
  expect(told.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(told.flat().sort()).toEqual(names);
});

const moments = ['2026-11-27T10:00:00', '2026-11-27T23:59:59', '2026-11-28T00:00:00', '2026-11-28T06:00:00'];
const notificationAt = (at: string) => ({
  ...{ id: at, type: 'test', at: `${at}.000Z`, pipeline: null, model: null, runId: null },
  ...{ title: 'a test', text: 'of pages' },
});
const placeOf = (at: string) => `${at.slice(0, 10)}/${at.slice(11).replaceAll(':', '')}-000000000000`;
const newestFirst = [...moments].reverse();

it('notifications come by the page over the days, the last one first, also where more come meanwhile', async () => {
  const keep = (at: string) =>
    server.store.putJson(`notifications/told/${placeOf(at)}.json`, notificationAt(at));
  for (const at of moments) await keep(at);
  const told = await pages('/v1/notifications', 'notifications', 'id');
  expect(told).toEqual([newestFirst.slice(0, 2), newestFirst.slice(2)]);
  const first = (await server.ask('GET', '/v1/notifications?limit=3', { token })).json;
  await keep('2026-11-28T07:00:00');
  const rest = await server.ask('GET', `/v1/notifications?limit=3&cursor=${first.nextCursor}`, { token });
  expect(rest.json.notifications).toMatchObject([{ id: moments[0] }]);
  expect(rest.json.nextCursor).toBeNull();
});

it('dead letters come by the page', async () => {
  for (const at of moments) {
    const letter = { notification: notificationAt(at), target: 'chat', reason: '404', at: `${at}.000Z` };
    await server.store.putJson(`notifications/dead/${placeOf(at)}/chat.json`, letter);
  }
  const told = await pages('/v1/notifications/dead', 'deadLetters', 'at');
  expect(told.map((page) => page.map((at) => at.slice(0, 19)))).toEqual([
    newestFirst.slice(0, 2),
    newestFirst.slice(2),
  ]);
});

it('backfills come by the page, the last one first, whatever their pipelines are called', async () => {
  const ids = ['zoo', 'ape', 'feed', 'feed'].map(
    (pipeline, at) => `${pipeline}-backfill-2026112${at}-000000-aaa${at}`,
  );
  for (const id of ids) {
    await server.store.putJson(`backfills/${id}/request.json`, {
      ...{ id, by: 'ann', reason: 'a test', at: '2026-11-28T00:00:00.000Z' },
      request: {
        ...{ pipeline: 'feed', version: 1, from: '2026-11-01', to: '2026-11-02', limit: 1, order: 'oldest' },
        ...{ reprocess: 'undone', stopOnFailure: false },
      },
      cost: { toRun: 1, skipped: 0, absent: [], run: null, expectedSeconds: null },
    });
  }
  const told = await pages('/v1/backfills', 'backfills', 'id');
  expect(told).toEqual([ids.slice(2).reverse(), ids.slice(0, 2).reverse()]);
});

it.each(['pipelines', 'models', 'notifications', 'notifications/dead', 'schedules', 'backfills', 'runs'])(
  'a cursor of another list, or of none, is refused: %s',
  async (path) => {
    const { nextCursor } = (
      await server.ask('GET', `/v1/${path === 'models' ? 'pipelines' : 'models'}?limit=1`, { token })
    ).json;
    for (const cursor of [nextCursor, 'abcd', '..']) {
      const refused = await server.ask('GET', `/v1/${path}?cursor=${cursor}`, { token });
      expect([cursor, refused.status]).toEqual([cursor, 400]);
    }
  },
);
