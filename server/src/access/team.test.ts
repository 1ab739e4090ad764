/** A token of a team starts and changes runs of that team, and reads; all else is closed to it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';
import { toldRoutes } from '../testing/told-routes.js';

let server: StartedServer;
let admin = '';
let ranking = '';
const own = 'feed-20260101-000000-aaaa';
const foreign = 'feed-20260101-000000-bbbb';
const unnamed = 'feed-20260101-000000-cccc';

const fleets = { ranking: 'fleet: { team: ranking }\n', other: 'fleet: { team: other }\n', none: '' };
const specOf = (fleet: keyof typeof fleets) => `name: ${fleet}
source: { train: { uri: "s3://espalier-test/feed/" }, split: { by: member, eval: 20% } }
tasks: [{ name: click, group: passive, label: clicked }]
${fleets[fleet]}`;

/** A pipeline that has changed hands. */
const moved = (fleet: keyof typeof fleets) => specOf(fleet).replace(/^name: .*/, 'name: moved');
const promotes =
  'publish: { model: feed, promote: when-gates-pass, gates: [{ figure: sizeBytes, atMost: 1000000000 }] }\n';
const promoting = `${specOf('ranking').replace(/^name: .*/, 'name: promoting')}${promotes}`;

const daily = `name: daily
partitions: { key: day }
source:
  train: { uri: "s3://espalier-test/daily/day={day}/", last: 2, skip: 1 }
  eval: { uri: "s3://espalier-test/daily/day={day}/", last: 1 }
tasks: [{ name: click, group: passive, label: clicked }]
${fleets.ranking}`;

beforeAll(async () => {
  server = await startServer();
  admin = server.adminToken;
  const made = await ask('POST', '/v1/tokens', { name: 'ranking', role: 'operator', team: 'ranking' }, admin);
  expect([made.status, made.json.token.team]).toEqual([201, 'ranking']);
  ranking = made.json.secret;
  for (const [runId, fleet] of [
    [own, { team: 'ranking' }],
    [foreign, { team: 'other' }],
    [unnamed, undefined],
  ] as const) {
    await server.store.putJson(`runs/${runId}/spec.json`, {
      spec: { name: 'feed', fleet },
      baseDir: '/',
      changes: [],
    });
  }
  for (const [name, spec] of [
    ...(['ranking', 'other', 'none'] as const).map((fleet) => [fleet, specOf(fleet)] as const),
    ['moved', moved('ranking')],
    ['moved', moved('other')],
    ['promoting', promoting],
    ['daily', daily],
  ] as const) {
    const applied = await ask('PUT', `/v1/pipelines/${name}`, { spec, reason: 'first' }, admin);
    expect(applied.status).toBe(200);
  }
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask: StartedServer['askJson'] = (method, path, body, token = ranking) =>
  server.askJson(method, path, body, token);

/** All that is wrong with it is that nothing lies at its source: who may was asked before. */
const noRows = { status: 422, json: { code: 'spec.invalid', issues: [{ path: 'source.train.uri' }] } };
const refused = { status: 403, json: { code: 'access.team' } };

describe('runs', () => {
  it.each<[string, string, unknown]>([
    ['POST', 'cancel', {}],
    ['POST', 'retry', { from: 'train' }],
    ['PATCH', 'tags', { set: { a: 'b' } }],
    ['POST', 'notes', { text: 'looked at' }],
  ])('of other teams are closed to %s %s, those of its own open', async (method, action, body) => {
    for (const runId of [foreign, unnamed, 'none-20260101-000000-aaaa']) {
      expect(await ask(method, `/v1/runs/${runId}/${action}`, body), runId).toMatchObject(refused);
    }
    // It gets as far as to be looked for.
    expect(await ask(method, `/v1/runs/${own}/${action}`, body)).toMatchObject({
      status: 404,
      json: { code: 'workflow.run-not-found' },
    });
  });

  it.each(['other', 'none'] as const)('are not started for team %s', async (fleet) => {
    expect(await ask('POST', '/v1/runs', { spec: specOf(fleet) })).toMatchObject(refused);
    expect(await ask('POST', `/v1/pipelines/${fleet}/runs`, {})).toMatchObject(refused);
  });

  it('are started for its own', async () => {
    for (const [path, body] of [
      ['/v1/runs', { spec: specOf('ranking') }],
      ['/v1/pipelines/ranking/runs', {}],
      ['/v1/pipelines/promoting/runs', { sets: ['training.epochs=1'] }],
    ] as const) {
      expect(await ask('POST', path, body), path).toMatchObject(noRows);
    }
  });

  it('go before those of others as far as the token lets them, or as they are registered', async () => {
    const high = `${specOf('ranking').replace(/^name: .*/, 'name: high')}`.replace(
      'ranking }',
      'ranking, priority: 9 }',
    );
    await ask('PUT', '/v1/pipelines/high', { spec: high, reason: 'first' }, admin);
    const limited = { name: 'limited', role: 'operator', team: 'ranking', mostPriority: 2 };
    const { json } = await ask('POST', '/v1/tokens', limited, admin);
    expect(json.token.mostPriority).toBe(2);
    const told = (path: string, body: object) => ask('POST', path, body, json.secret);
    for (const priority of [3, 9]) {
      const sets = [`fleet.priority=${priority}`];
      expect(await told('/v1/runs', { spec: specOf('ranking'), sets })).toMatchObject(refused);
      expect(await told('/v1/pipelines/ranking/runs', { sets })).toMatchObject(refused);
      expect(await ask('POST', '/v1/pipelines/ranking/runs', { sets })).toMatchObject(noRows);
    }
    expect(await told('/v1/runs', { spec: high })).toMatchObject(refused);
    expect(await told('/v1/pipelines/high/runs', {})).toMatchObject(noRows);
    expect(await told('/v1/pipelines/high/runs', { sets: ['fleet.priority=10'] })).toMatchObject(refused);
    expect(await told('/v1/pipelines/high/runs', { sets: ['fleet.priority=2'] })).toMatchObject(noRows);
    const ofNoTeam = { name: 'any', role: 'operator', mostPriority: 2 };
    expect((await ask('POST', '/v1/tokens', ofNoTeam, admin)).status).toBe(400);
  });

  it('are started for a day, too', async () => {
    const { status, json } = await ask('POST', '/v1/pipelines/daily/runs', { for: '2026-01-14' });
    expect([status, json.code]).toEqual([422, 'spec.invalid']);
    expect(JSON.stringify(json)).toContain('2 of 2 partitions of');
  });

  it('stay runs of their pipeline, whoever asks: nothing enters the order of another', async () => {
    const sets = ['name=other', 'runs.concurrency=replace'];
    for (const token of [ranking, admin]) {
      const { status, json } = await ask('POST', '/v1/pipelines/ranking/runs', { sets }, token);
      expect([status, json.code]).toEqual([422, 'spec.invalid']);
      expect(JSON.stringify(json)).toContain('a run of a registered pipeline stays one of ranking');
    }
  });

  it('are not started of a pipeline that is another team’s by now', async () => {
    const body = { version: 1, sets: ['runs.concurrency=replace'] };
    expect(await ask('POST', '/v1/pipelines/moved/runs', body)).toMatchObject(refused);
    expect(await ask('POST', '/v1/pipelines/moved/runs', body, admin)).toMatchObject(noRows);
  });

  it('move no champion by themselves, but for a registered pipeline whose `publish` is as registered', async () => {
    const late =
      'publish: { model: feed, promote: after-approval, approval: { within: 1h, else: promote } }\n';
    for (const publish of [promotes, late]) {
      const started = await ask('POST', '/v1/runs', { spec: `${specOf('ranking')}${publish}` });
      expect(started).toMatchObject(refused);
      expect(started.json.detail).toMatch(/publish\.promote/);
    }
    for (const [name, set] of [
      [
        'ranking',
        `publish={model: foreign, promote: when-gates-pass, gates: [{figure: sizeBytes, atMost: 9}]}`,
      ],
      ['promoting', 'publish.model=foreign'],
    ]) {
      const triggered = await ask('POST', `/v1/pipelines/${name}/runs`, { sets: [set] });
      expect(triggered, name).toMatchObject(refused);
    }
    const byHand = { sets: ['publish={model: feed, promote: by-hand}'] };
    expect(await ask('POST', '/v1/pipelines/promoting/runs', byHand)).toMatchObject(noRows);
  });

  it.each(['fleet.team=ranking', ' fleet . team=ranking', 'fleet={team: ranking}'])(
    'of other pipelines are not taken over by %s',
    async (set) => {
      for (const fleet of ['other', 'none']) {
        const { status, json } = await ask('POST', `/v1/pipelines/${fleet}/runs`, { sets: [set] });
        expect([status, json.code]).toEqual([403, 'access.team']);
      }
      const retry = await ask('POST', `/v1/runs/${own}/retry`, { from: 'train', sets: ['fleet.team=other'] });
      expect(retry).toMatchObject(refused);
    },
  );
});

it('every other route that changes anything is closed to it, and those that read are open', async () => {
  const told: string[] = [];
  for (const { method, path, role, hasBody } of toldRoutes(server.app)) {
    if (
      role === 'anyone' ||
      (path.startsWith('/v1/runs') && role !== 'operator') ||
      /\/(cancel|retry|tags|notes)$/.test(path) ||
      path === '/v1/runs' ||
      path.includes('/events')
    )
      continue;
    const { status, json } = await ask(method, path, hasBody ? {} : undefined);
    if (role === 'viewer') expect([status, json?.code], path).not.toContain(403);
    else if (status === 403) told.push(`${json.code}`);
    else expect(`${method} ${path}`).toBe('POST /v1/pipelines/none/runs');
  }
  expect([...new Set(told)].sort()).toEqual(['access.role', 'access.team']);
});

it('only operators are of a team', async () => {
  for (const role of ['viewer', 'admin']) {
    const { status, json } = await ask('POST', '/v1/tokens', { name: 'x', role, team: 'ranking' }, admin);
    expect([status, json.code]).toEqual([400, 'request.invalid']);
  }
  expect((await ask('POST', '/v1/tokens', { name: 'x', role: 'operator', team: '../x' }, admin)).status).toBe(
    400,
  );
});

it('the audit log says of which team a token was, also where it was refused', async () => {
  await ask('POST', `/v1/runs/${foreign}/cancel`, {});
  const { json } = await ask('GET', '/v1/audit?limit=1', undefined, admin);
  expect(json.entries).toMatchObject([
    { action: 'runs.cancel', subject: foreign, team: 'ranking', outcome: 'refused', code: 'access.team' },
  ]);
  const all = (await ask('GET', '/v1/audit?limit=100', undefined, admin)).json.entries;
  expect(all.find(({ role }: { role: string }) => role === 'admin')).toMatchObject({ team: null });
});
