/** What people do with a run that has ended, by HTTP and by commands: retry it, tag it, note something. Comes after the tests of the server, whose run it is. */
import { beforeAll, expect, test } from 'vitest';
import type { OwnStack } from './own-stack.js';
import { ServerCaller } from './server-caller.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let server: ServerCaller;
let runId = '';
const ask: ServerCaller['ask'] = (...asked) => server.ask(...asked);
const follow: ServerCaller['follow'] = (...asked) => server.follow(...asked);

beforeAll(async () => {
  stack = await sharedStack();
  server = await ServerCaller.of(stack.homeDir);
  const { json } = await ask('GET', '/v1/runs?status=succeeded&pipeline=leak');
  runId = json.runs[0].runId;
});

test('a retry by HTTP is told of both ways, and refused where it would touch what it takes over', async () => {
  const path = `/v1/runs/${runId}/retry`;
  const key = { 'idempotency-key': 'again' };
  const request = { from: 'train', sets: ['training.learningRate=0.02'] };
  const planned = await ask('POST', path, { ...request, dryRun: true });
  expect([planned.status, planned.json]).toMatchObject([
    200,
    {
      anew: expect.arrayContaining(['train', 'publish']),
      takenOver: expect.arrayContaining(['plan', 'encode']),
    },
  ]);
  const [one, other] = [await ask('POST', path, request, key), await ask('POST', path, request, key)];
  expect([one.status, other.status, other.json.runId, other.json.isNew]).toEqual([
    201,
    201,
    one.json.runId,
    false,
  ]);
  expect((await follow(one.json.runId)).events.at(-1)?.data.status).toBe('succeeded');
  const retryOf = { runId, from: 'train' };
  expect((await ask('GET', `/v1/runs/${one.json.runId}`)).json).toMatchObject({
    retryOf,
    report: { retryOf },
  });
  expect((await ask('GET', `/v1/runs/${runId}`)).json.retries).toMatchObject([
    { runId: one.json.runId, from: 'train' },
  ]);
  const { runs } = (await ask('GET', '/v1/runs?pipeline=leak')).json;
  const told = Object.fromEntries(runs.map((run: { runId: string }) => [run.runId, run]));
  expect(told[one.json.runId]).toMatchObject({ retryOf, changes: ['--set training.learningRate=0.02'] });
  expect(told[runId].retriedAs).toEqual([one.json.runId]);
  const refused = await ask('POST', path, { from: 'train', sets: ['encoder.trees=3'] });
  expect([refused.status, refused.json.code, refused.json.issues[0].message]).toEqual([
    422,
    'spec.invalid',
    expect.stringContaining('--from fit-encoder'),
  ]);
  const unknown = await ask('POST', path, { from: 'bake' });
  expect([unknown.status, unknown.json.code]).toEqual([400, 'request.invalid']);
});

test('tags and notes stay with a run, by HTTP and by commands, and runs are found by their tags', async () => {
  const path = `/v1/runs/${runId}`;
  const tagged = await ask('PATCH', `${path}/tags`, { set: { stage: 'canary', owner: 'ana' } });
  expect([tagged.status, tagged.json]).toEqual([200, { runId, tags: { stage: 'canary', owner: 'ana' } }]);
  const noted = await ask('POST', `${path}/notes`, { text: 'few conversions' });
  expect([noted.status, noted.json.notes]).toMatchObject([
    201,
    [{ text: 'few conversions', by: 'admin-token' }],
  ]);
  expect(await stack.json('untag', runId, 'owner')).toEqual({ runId, tags: { stage: 'canary' } });
  await stack.json('note', runId, 'a second one');
  const { annotations } = (await ask('GET', path)).json;
  expect(annotations).toMatchObject({ tags: { stage: 'canary' }, notes: [{}, { text: 'a second one' }] });
  const { stdout } = await stack.espalier('show', runId);
  expect(stdout).toMatch(/tags +stage=canary\nnote +few conversions \(admin-token, .*\nnote +a second one/);
  const { runs } = await stack.json<{ runs: { runId: string; tags: unknown }[] }>(
    'runs',
    '--tag',
    'stage=canary',
  );
  expect(runs).toMatchObject([{ runId, tags: { stage: 'canary' } }]);
  const found = (await ask('GET', '/v1/runs?tag=stage%3Dcanary')).json;
  expect([found.runs.map((run: { runId: string }) => run.runId), found.nextCursor]).toEqual([[runId], null]);
  expect((await ask('GET', '/v1/runs?tag=owner%3Dana')).json.runs).toEqual([]);
  for (const [method, body] of [
    ['PATCH', { set: { Stage: 'x' } }],
    ['PATCH', { set: { stage: 'x'.repeat(101) } }],
    ['POST', { text: '' }],
  ] as const) {
    const refused = await ask(method, `${path}/${method === 'POST' ? 'notes' : 'tags'}`, body);
    expect([refused.status, refused.json.code]).toEqual([400, 'server.malformed']);
  }
  const twoLines = await ask('POST', `${path}/notes`, { text: 'one\ntwo' });
  expect([twoLines.status, twoLines.json.code]).toEqual([400, 'request.invalid']);
  const { entries } = (await ask('GET', '/v1/audit')).json;
  const actions = entries.map(({ action, subject, outcome, detail }: Record<string, unknown>) => [
    action,
    subject,
    outcome,
    detail,
  ]);
  expect(actions).toEqual(
    expect.arrayContaining([
      ['runs.tag', runId, 'done', 'set stage, owner'],
      ['runs.note', runId, 'done', null],
      ['runs.note', runId, 'refused', null],
      ['runs.retry', runId, 'done', expect.stringMatching(/^retried from train as leak-/)],
      ['runs.retry', runId, 'refused', 'from train'],
    ]),
  );
});
