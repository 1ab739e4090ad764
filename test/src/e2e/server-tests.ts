/** The server that `up` starts: a run by HTTP from its start to its end, as its viewers see it, and no secret anywhere. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSettings } from '@espalier/settings';
import { createStore, digestOf } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import { leakingSpec, writeLeakingLog } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { ServerCaller } from './server-caller.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let server: ServerCaller;
let url = '';
let token = '';
let pipeline = '';
const ask: ServerCaller['ask'] = (...asked) => server.ask(...asked);
const follow: ServerCaller['follow'] = (...asked) => server.follow(...asked);

beforeAll(async () => {
  stack = await sharedStack();
  server = await ServerCaller.of(stack.homeDir);
  ({ url, token } = server);
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  await store.putBytes('logs/log.parquet', await readFile(await writeLeakingLog(stack.dir)));
  pipeline = leakingSpec.replace('log.parquet', `s3://${store.bucket}/logs/log.parquet`);
  store.close();
});

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
  expect((await ask('GET', '/v1/runs?trigger=api')).json.runs).toMatchObject([{ runId, trigger: 'api' }]);
  expect((await ask('GET', '/v1/runs')).json.runs).toHaveLength(1);
  expect((await ask('GET', '/v1/runs?trigger=schedule')).json.runs).toEqual([]);
  const glance = async () => (await ask('GET', '/v1/runs?glance=true')).json.runs[0].glance;
  await expect.poll(glance).toMatchObject({ runId, status: 'running', error: null });
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
  const train = run.stages.find(({ name }: { name: string }) => name === 'train');
  expect(train.attempts).toMatchObject([{ attempt: 1, failure: null }]);
  const { askedAtMs, begunAtMs, endedAtMs } = train.attempts[0];
  expect([askedAtMs, begunAtMs, endedAtMs].toSorted((a, b) => a - b)).toEqual([
    askedAtMs,
    begunAtMs,
    endedAtMs,
  ]);
  expect(run.temporalPage).toMatch(
    new RegExp(`^http://127\\.0\\.0\\.1:\\d+/namespaces/default/workflows/${runId}$`),
  );
  const { json: recorded } = await ask('GET', `/v1/runs/${runId}/spec`);
  expect(recorded).toMatchObject({ runId, spec: { name: run.pipeline } });
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
  const [line] = logs.entries;
  const at = new Date(line.time).toISOString();
  const { json: then } = await ask('GET', `/v1/runs/${runId}/logs?stage=train&since=${at}&until=${at}`);
  expect(then.entries).toContainEqual(line);
  expect(then.entries.every(({ time }: { time: number }) => time === line.time)).toBe(true);
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
  const injected = await ask('GET', "/v1/runs?pipeline=leak'%20OR%20''='");
  expect([injected.status, injected.json.code]).toEqual([400, 'server.malformed']);
  expect(await ids('since=2999-01-01T00:00:00Z')).toEqual([]);
  const { json: list } = await ask('GET', '/v1/runs?glance=true');
  expect(list.runs.map(({ glance }: { glance: unknown }) => glance)).toEqual(list.runs.map(() => null));
  expect(await ids('before=2999-01-01T00:00:00Z&status=succeeded')).toEqual([runId]);
  expect(await ids('before=2001-01-01T00:00:00Z')).toEqual([]);
  const first = (await ask('GET', '/v1/runs?limit=1')).json;
  const rest = (await ask('GET', `/v1/runs?limit=1&cursor=${first.nextCursor}`)).json;
  expect([...first.runs, ...rest.runs].map((run) => run.runId).sort()).toEqual([runId, second].sort());
  const misused = await ask('GET', `/v1/runs?limit=1&status=failed&cursor=${first.nextCursor}`);
  expect([misused.status, misused.json.code]).toEqual([400, 'request.invalid']);
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

test('its token, sessions, codes of links, and the secrets of its services, stand in no log, title, history, audit entry or object', async () => {
  const { s3, redis } = loadSettings({ ESPALIER_HOME: stack.homeDir });
  const { url: link } = await stack.json<{ url: string }>('open', '--role', 'viewer');
  const code = new URL(link).hash.slice(1);
  const signedIn = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  expect(await signedIn.json()).toMatchObject({ name: 'admin-token', role: 'viewer' });
  const [cookie = ''] = signedIn.headers.getSetCookie();
  const [, session = ''] = /=(ses_[^;]+)/.exec(cookie) ?? [];
  const shown = await fetch(`${url}/v1/runs`, { headers: { cookie } });
  expect([shown.status, session.length]).toEqual([200, 47]);
  const secrets = [token, code, session, s3.secretAccessKey ?? '', new URL(redis.url).password];
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
  for (const { key, sizeBytes, etag } of await store.list('')) {
    if (!/^(access|audit|requests|runs)\//.test(key)) continue;
    // Checkpoints are no text. What runs beside this may replace one meanwhile.
    const bytes = await store.getRangeIfMatch(key, 0, sizeBytes, etag);
    if (bytes !== null) texts[key] = Buffer.from(bytes).toString('latin1');
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
