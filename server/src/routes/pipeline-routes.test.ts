import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask: StartedServer['askJson'] = (...asked) => server.askJson(...asked);

const specOf = (name: string, seed = 1, uri = 's3://logs/log.parquet') => `name: ${name}
seed: ${seed}
source: { train: { uri: "${uri}" }, split: { by: member, eval: 20% } }
tasks: [{ name: click, group: passive, label: clicked }]
`;

it('a pipeline is registered, shown, registered anew and deleted, and each version stays', async () => {
  const first = await ask('PUT', '/v1/pipelines/feed', { spec: specOf('feed'), reason: 'the first' });
  const told = {
    pipeline: 'feed',
    version: 1,
    by: 'admin-token',
    reason: 'the first',
    at: expect.any(String),
  };
  expect(first).toEqual({ status: 200, json: { ...told, isNew: true } });
  const again = await ask('PUT', '/v1/pipelines/feed', { spec: specOf('feed'), reason: 'once more' });
  expect(again.json).toEqual({ ...told, isNew: false });
  const second = await ask('PUT', '/v1/pipelines/feed', { spec: specOf('feed', 2), reason: 'another seed' });
  expect(second.json).toMatchObject({ version: 2, isNew: true });
  expect((await ask('GET', '/v1/pipelines')).json).toEqual({
    pipelines: [{ ...told, version: 2, reason: 'another seed' }],
    nextCursor: null,
  });
  const shown = await ask('GET', '/v1/pipelines/feed?version=1');
  expect(shown.json).toEqual({
    ...told,
    source: { text: specOf('feed'), path: 'the pipeline', baseDir: '/' },
  });
  expect((await ask('GET', '/v1/pipelines/feed')).json.source.text).toBe(specOf('feed', 2));
  expect((await ask('DELETE', '/v1/pipelines/feed')).status).toBe(400);
  expect((await ask('DELETE', '/v1/pipelines/feed?reason=replaced')).json).toMatchObject({ version: 3 });
  expect((await ask('GET', '/v1/pipelines')).json.pipelines).toEqual([]);
  const gone = await ask('GET', '/v1/pipelines/feed');
  expect([gone.status, gone.json.code]).toEqual([404, 'registry.unknown-pipeline']);
  expect(gone.json.detail).toMatch(/was deleted by admin-token at .*The version before was feed@2/);
  expect((await ask('GET', '/v1/pipelines/feed?version=2')).status).toBe(200);
  const { entries } = (await ask('GET', '/v1/audit')).json;
  const changes = entries.map(({ action, subject }: Record<string, string>) => `${action} ${subject}`);
  expect(changes.slice(0, 4)).toEqual(['pipelines.delete feed', ...Array(3).fill('pipelines.apply feed')]);
});

it('what can not be run is not registered: mistakes, foreign names, files of the server', async () => {
  const put = async (spec: string) => {
    const { status, json } = await ask('PUT', '/v1/pipelines/wrong', { spec, reason: 'a try' });
    return [status, json.code, json.issues?.map(({ path }: { path: string }) => path) ?? json.detail];
  };
  expect(await put('name: wrong\n')).toEqual([422, 'spec.invalid', ['source', 'tasks']]);
  expect(await put(specOf('other'))).toEqual([
    400,
    'request.invalid',
    'The pipeline calls itself "other": register it at /v1/pipelines/other.',
  ]);
  expect(await put(specOf('wrong', 1, '/etc/passwd'))).toEqual([422, 'spec.invalid', ['source.train.uri']]);
  expect((await ask('GET', '/v1/pipelines')).json.pipelines).toEqual([]);
});

it('runs of what is not registered are refused, and so are versions that there are not', async () => {
  await ask('PUT', '/v1/pipelines/known', { spec: specOf('known'), reason: 'a try' });
  const run = async (name: string, body: unknown) => {
    const { status, json } = await ask('POST', `/v1/pipelines/${name}/runs`, body);
    return [status, json.code, json.detail];
  };
  const code = 'registry.unknown-pipeline';
  expect(await run('unknown', {})).toEqual([404, code, 'There is no pipeline unknown. Is it known?']);
  expect(await run('known', { version: 7 })).toEqual([404, code, 'known has no version 7: its latest is 1.']);
});

it('a pipeline that is cut by time is registered for any partition, and runs for one', async () => {
  const spec = `${specOf('daily', 1, 's3://logs/day={day}/')}partitions: { key: day }\n`.replace(
    'train: { uri: "s3://logs/day={day}/" }',
    'train: { uri: "s3://logs/day={day}/", last: 7 }',
  );
  const { status, json } = await ask('PUT', '/v1/pipelines/daily', { spec, reason: 'a try' });
  expect([status, json.version]).toEqual([200, 1]);
  const run = await ask('POST', '/v1/pipelines/daily/runs', {});
  expect([run.status, run.json.issues]).toEqual([
    422,
    [expect.objectContaining({ path: 'partitions.for', message: expect.stringContaining('is missing') })],
  ]);
  const wrong = await ask('POST', '/v1/pipelines/daily/runs', { for: 'yesterday' });
  expect(wrong.json.issues).toEqual([expect.objectContaining({ path: 'partitions.for' })]);
});

it('a pipeline that was registered elsewhere reads no file of the server', async () => {
  const text = specOf('elsewhere', 1, 'data/log.parquet');
  await server.store.putJson('pipelines/elsewhere/versions/00000001.json', {
    ...{ pipeline: 'elsewhere', version: 1, by: 'ada', reason: 'a try', request: 'one' },
    ...{ at: new Date().toISOString(), source: { text, path: '/home/ada/feed.yaml', baseDir: '/home/ada' } },
  });
  const { status, json } = await ask('POST', '/v1/pipelines/elsewhere/runs', {});
  expect([status, json.code, json.issues]).toEqual([
    422,
    'spec.invalid',
    [expect.objectContaining({ path: 'source.train.uri', line: 3 })],
  ]);
});

it('a pipeline of a request reads no file of the server, and is told all mistakes with their lines', async () => {
  const spec =
    'name: x\nsource:\n  train: { uri: /etc/passwd }\n  eval: { uri: data/x.parquet }\ntasks: [{ name: a, group: active, label: a }]\n';
  const { status, json: told } = await ask('POST', '/v1/runs', { spec });
  expect([status, told.code]).toEqual([422, 'spec.invalid']);
  expect(told.issues.map(({ path, line }: Record<string, unknown>) => [path, line])).toEqual([
    ['source.train.uri', 3],
    ['source.eval.uri', 4],
  ]);
  const aliases = `a: &a [x, x]\n${'bcdefghij'
    .split('')
    .map((n, i) => `${n}: &${n} [*${'abcdefghi'[i]}, *${'abcdefghi'[i]}, *${'abcdefghi'[i]}]\n`)
    .join('')}`;
  expect((await ask('POST', '/v1/runs', { spec: aliases })).status).toBe(422);
});

it('a plan is refused as its run would be, and neither is a change', async () => {
  const before = (await ask('GET', '/v1/audit')).json.entries.length;
  const spec = 'name: x\nsource: { train: { uri: /etc/passwd } }\n';
  const mistakes = async (path: string, body: object) => {
    const { status, json } = await ask('POST', path, { ...body, dryRun: true });
    return [status, json.code, json.issues?.map((issue: { path: string }) => issue.path)];
  };
  expect(await mistakes('/v1/runs', { spec })).toEqual([
    422,
    'spec.invalid',
    expect.arrayContaining(['tasks']),
  ]);
  await ask('PUT', '/v1/pipelines/planned', { spec: specOf('planned'), reason: 'a try' });
  const path = '/v1/pipelines/planned/runs';
  expect(await mistakes(path, { sets: ['nonsense.a=1', 'training.epochs=-1'] })).toEqual([
    ...[422, 'spec.invalid'],
    expect.arrayContaining(['training.epochs']),
  ]);
  expect((await mistakes('/v1/pipelines/unknown/runs', {})).slice(0, 2)).toEqual([
    ...[404, 'registry.unknown-pipeline'],
  ]);
  const made = await ask('POST', '/v1/tokens', { name: 'of-a-team', role: 'operator', team: 'ranking' });
  const refused = await ask('POST', path, { dryRun: true }, made.json.secret);
  expect([refused.status, refused.json.code]).toEqual([403, 'access.team']);
  // The pipeline and the token.
  expect((await ask('GET', '/v1/audit')).json.entries.length).toBe(before + 2);
});

it('a window of its partitions is told, of runs that have ended; what is no window is refused', async () => {
  const spec = `${specOf('calendar', 1, 's3://logs/day={day}/')}partitions: { key: day }\n`;
  await ask('PUT', '/v1/pipelines/calendar', { spec, reason: 'a try' });
  const ended = (label: string, outcome: string, runId: string) =>
    server.store.putJson(`pipelines/calendar/ends/${outcome}/${label}/1/abc`, { runId });
  await ended('2026-11-18', 'succeeded', 'calendar-1');
  await ended('2026-11-19', 'failed', 'calendar-2');
  await ended('2026-11-25', 'failed', 'calendar-3');
  const path = '/v1/pipelines/calendar/partitions';
  const { status, json } = await ask('GET', `${path}?last=3&until=2026-11-20&source=false`);
  const told = json.partitions.map(({ label, state, runId }: Record<string, unknown>) => [
    label,
    state,
    runId,
  ]);
  expect([status, json.every, json.timezone, told]).toEqual([
    ...[200, '1d', 'UTC'],
    [
      ['2026-11-18', 'done', 'calendar-1'],
      ['2026-11-19', 'failed', 'calendar-2'],
      ['2026-11-20', 'absent', null],
    ],
  ]);
  for (const [query, code] of [
    ['last=751', 'server.malformed'],
    ['until=yesterday', 'request.invalid'],
  ]) {
    const refused = await ask('GET', `${path}?${query}`);
    expect([refused.status, refused.json.code]).toEqual([400, code]);
  }
  await ask('PUT', '/v1/pipelines/whole', { spec: specOf('whole'), reason: 'a try' });
  expect((await ask('GET', '/v1/pipelines/whole/partitions')).json.code).toBe('request.invalid');
});

it('a pipeline tells what it does right now', async () => {
  await ask('PUT', '/v1/pipelines/idle', { spec: specOf('idle'), reason: 'the first' });
  expect(await ask('GET', '/v1/pipelines/idle/activity')).toEqual({
    status: 200,
    json: { queue: { active: [], waiting: [] }, watch: null },
  });
  expect((await ask('GET', '/v1/pipelines/unknown/activity')).status).toBe(404);
});
