/** The server that `up` starts: a run by HTTP from its start to its end, as its viewers see it, and no secret anywhere. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endpointsFileName, loadSettings } from '@espalier/settings';
import { createStore, digestOf } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import { leakingSpec, writeLeakingLog } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let url = '';
let token = '';
let pipeline = '';

beforeAll(async () => {
  stack = await sharedStack();
  const endpoints = JSON.parse(await readFile(join(stack.homeDir, endpointsFileName), 'utf8'));
  url = `http://${endpoints.serverAddress}`;
  token = await readFile(join(stack.homeDir, 'admin-token'), 'utf8');
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  await store.putBytes('logs/log.parquet', await readFile(await writeLeakingLog(stack.dir)));
  pipeline = leakingSpec.replace('log.parquet', `s3://${store.bucket}/logs/log.parquet`);
  store.close();
});

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<{
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what is in it
  json: any;
}> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
}

interface Event {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly status: string; readonly activities: readonly unknown[] };
}

/** All events until the server ends the stream. */
async function follow(runId: string, lastEventId?: string): Promise<{ status: number; events: Event[] }> {
  const answer = await fetch(`${url}/v1/runs/${runId}/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const events = (await answer.text())
    .split('\n\n')
    .filter((block) => block.startsWith('id:'))
    .map((block) => {
      const fields = Object.fromEntries(
        block
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      return { id: fields.id ?? '', event: fields.event ?? '', data: JSON.parse(fields.data ?? '') };
    });
  return { status: answer.status, events };
}

let runId = '';

test('the same request with the same key starts one run; another request with it is refused', async () => {
  const key = { 'idempotency-key': 'monday' };
  const [one, other] = await Promise.all([
    ask('POST', '/v1/runs', { spec: pipeline }, key),
    ask('POST', '/v1/runs', { spec: pipeline }, key),
  ]);
  expect([one.status, other.status]).toEqual([201, 201]);
  runId = one.json.runId;
  expect(other.json.runId).toBe(runId);
  expect((await ask('POST', '/v1/runs', { spec: pipeline }, key)).json.runId).toBe(runId);
  const reused = await ask('POST', '/v1/runs', { spec: pipeline, sets: ['training.epochs=2'] }, key);
  expect([reused.status, reused.json.code]).toEqual([409, 'workflow.key-reused']);
  expect((await ask('GET', '/v1/runs')).json.runs).toHaveLength(1);
});

test('two viewers are told every state until the end, and one who has seen the end nothing more', async () => {
  const [one, other] = await Promise.all([follow(runId), follow(runId)]);
  expect([...new Set(one.events.map(({ event }) => event))]).toEqual(['state']);
  expect(one.events.length).toBeGreaterThan(2);
  expect(one.events.at(0)?.data.status).toBe('running');
  const last = one.events.at(-1);
  expect(last?.data.status).toBe('succeeded');
  expect(other.events.at(-1)).toEqual(last);
  expect(await follow(runId, last?.id)).toEqual({ status: 204, events: [] });
  expect((await follow(runId, 'of-yesterday')).events).toEqual([last]);
});

test('the run is told as the command line tells it', async () => {
  const { json: run } = await ask('GET', `/v1/runs/${runId}`);
  const { retries, annotations, ...report } = await stack.json<Record<string, unknown>>('show', runId);
  expect([run.report, run.retries, run.annotations]).toEqual([report, retries, annotations]);
  const { json: told } = await ask('GET', `/v1/runs/${runId}/stages`);
  expect(told.stages).toEqual(run.stages);
  const { json: curves } = await ask('GET', `/v1/runs/${runId}/curves`);
  expect(curves.epochLosses).toEqual(run.report.epochLosses);
  expect(curves.pace).toEqual(run.report.pace);
  expect(curves.pace).toMatchObject({ runId, firstStep: 0, steps: run.report.selection.lastStep });
  expect(curves.pace.seconds.compute).toBeGreaterThan(0);
  // Two ranks sum at each step.
  expect(curves.pace.seconds.sum).toBeGreaterThan(0);
  expect(curves.measured.map(({ task }: { task: string }) => task)).toEqual(['conversion']);
  const { json: logs } = await ask('GET', `/v1/runs/${runId}/logs?stage=train&limit=2`);
  expect(logs.entries.map(({ stage }: { stage: string }) => stage)).toEqual(['train', 'train']);
  expect(logs.left).toBeGreaterThan(0);
  const { json: told404 } = await ask('GET', '/v1/runs/none-20260101-000000-aaaa/logs');
  expect(told404.code).toBe('workflow.run-not-found');
});

test('what its stages have made is listed by the page, and read whole', async () => {
  const path = `/v1/runs/${runId}/artifacts`;
  const { json: whole } = await ask('GET', path);
  const stages = [...new Set(whole.artifacts.map(({ stage }: { stage: string }) => stage))];
  expect(stages).toEqual(expect.arrayContaining(['evaluate', 'extract', 'train']));
  const { json: first } = await ask('GET', `${path}?limit=1`);
  const { json: rest } = await ask('GET', `${path}?cursor=${first.nextCursor}`);
  expect([...first.artifacts, ...rest.artifacts]).toEqual(whole.artifacts);
  const read = (stage: string, name: string) =>
    fetch(`${url}${path}/content?${new URLSearchParams({ stage, name })}`, {
      headers: { authorization: `Bearer ${token}` },
    });
  for (const { stage, name, digest, sizeBytes } of whole.artifacts) {
    const answer = await read(stage, name);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([digestOf(bytes), bytes.byteLength, answer.headers.get('etag')], name).toEqual([
      digest,
      sizeBytes,
      `"${digest}"`,
    ]);
  }
  // Readers who leave give their places back: there are 16.
  const { stage: someStage, name: someName } = whole.artifacts[0];
  for (let reader = 0; reader < 40; reader += 1) await (await read(someStage, someName)).body?.cancel();
  await expect.poll(async () => (await read(someStage, someName)).status).toBe(200);
  const unknown = await read('train', '../../secrets');
  expect([unknown.status, await unknown.json()]).toEqual([
    404,
    expect.objectContaining({ code: 'workflow.artifact-not-found' }),
  ]);
});

test('a run that is cancelled by HTTP ends, and one that has ended is left alone', async () => {
  const started = await ask('POST', '/v1/runs', { spec: pipeline, noCache: true });
  const second = started.json.runId;
  expect((await ask('POST', `/v1/runs/${second}/cancel`, {})).json.cancelled).toBe(true);
  expect((await follow(second)).events.at(-1)?.data.status).toBe('cancelled');
  expect((await ask('POST', `/v1/runs/${second}/cancel`, {})).json.cancelled).toBe(false);
  const ids = async (query: string) =>
    (await ask('GET', `/v1/runs?${query}`)).json.runs.map((run: { runId: string }) => run.runId);
  expect(await ids('status=succeeded')).toEqual([runId]);
  expect(await ids('status=cancelled&pipeline=leak')).toEqual([second]);
  expect(await ids('status=failed')).toEqual([]);
  expect(await ids("pipeline=leak'%20OR%20''='")).toEqual([]);
  expect(await ids('since=2999-01-01T00:00:00Z')).toEqual([]);
  const first = (await ask('GET', '/v1/runs?limit=1')).json;
  const rest = (await ask('GET', `/v1/runs?limit=1&cursor=${first.nextCursor}`)).json;
  expect([...first.runs, ...rest.runs].map((run) => run.runId).sort()).toEqual([runId, second].sort());
  const misused = await ask('GET', `/v1/runs?limit=1&status=failed&cursor=${first.nextCursor}`);
  expect([misused.status, misused.json.code]).toEqual([400, 'request.invalid']);
});

test('a retry by HTTP is told of both ways, and refused where it would touch what it takes over', async () => {
  const path = `/v1/runs/${runId}/retry`;
  const key = { 'idempotency-key': 'again' };
  const request = { from: 'train', sets: ['training.learningRate=0.02'] };
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
  const actions = entries.map(({ action, subject, outcome }: Record<string, unknown>) => [
    action,
    subject,
    outcome,
  ]);
  expect(actions).toEqual(
    expect.arrayContaining([
      ['runs.tag', runId, 'done'],
      ['runs.note', runId, 'done'],
      ['runs.note', runId, 'refused'],
      ['runs.retry', runId, 'done'],
    ]),
  );
});

test('hosts and slots, and the whole server in status and doctor', async () => {
  const { json: told } = await ask('GET', '/v1/hosts');
  const slots = told.hosts.map(({ role, slots: ofHost }: Record<string, unknown[]>) => [
    role,
    ofHost?.length,
  ]);
  expect(slots.sort()).toEqual([
    ['encoder', 1],
    ['encoder', 1],
    ['trainer', 1],
    ['trainer', 1],
  ]);
  const { rows } = await stack.json<{ rows: { name: string; address: string }[] }>('status');
  expect(rows.find(({ name }) => name === 'server')?.address).toBe(url.slice('http://'.length));
  const { checks } = await stack.json<{ checks: { name: string; ok: boolean }[] }>('doctor');
  expect(checks.find(({ name }) => name === 'server')?.ok).toBe(true);
});

test('its token, and the secrets of its services, stand in no log, title, history, audit entry or object', async () => {
  const { s3, redis } = loadSettings({ ESPALIER_HOME: stack.homeDir });
  const secrets = [token, s3.secretAccessKey ?? '', new URL(redis.url).password];
  const texts: Record<string, string> = {
    processes: execFileSync('ps', ['-eo', 'args']).toString(),
    audit: JSON.stringify((await ask('GET', '/v1/audit')).json),
    tokens: JSON.stringify((await ask('GET', '/v1/tokens')).json),
    document: JSON.stringify((await ask('GET', '/v1/openapi.json')).json),
  };
  const logsDir = join(stack.homeDir, 'logs');
  for (const name of readdirSync(logsDir)) texts[name] = readFileSync(join(logsDir, name), 'utf8');
  const histories = join(stack.homeDir, 'data', 'temporal');
  for (const name of readdirSync(histories))
    texts[name] = readFileSync(join(histories, name)).toString('latin1');
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  for (const { key } of await store.list('')) {
    if (/^(access|audit|requests|runs)\//.test(key))
      texts[key] = JSON.stringify((await store.getJson(key))?.value);
  }
  store.close();
  expect(Object.keys(texts).length).toBeGreaterThan(20);
  for (const [place, text] of Object.entries(texts)) {
    expect(
      secrets.filter((secret) => text.includes(secret)),
      place,
    ).toEqual([]);
  }
});
