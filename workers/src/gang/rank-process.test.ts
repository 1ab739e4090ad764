import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EspalierError, ProcessEnd } from '@espalier/domain';
import { findProgram } from '@espalier/programs';
import { pipelineSchema } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore } from '@espalier/store';
import type { RankInput } from '@espalier/workflows';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
// Compiled, since a rank's process can't be started from TypeScript.
import { runRankProcess } from '../../dist/gang/rank-process.js';
import { forkRank } from '../../dist/gang/rank-starter.js';

const program = findProgram(fileURLToPath(new URL('../../dist/gang/rank-main.js', import.meta.url)));

/** S3 behind a line that passes nothing on for a while. */
class SlowLine implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async open(target: string, stallMs: number): Promise<SlowLine> {
    const { hostname, port } = new URL(target);
    const server = createServer(async (socket) => {
      line.#sockets.add(socket.on('error', () => {}));
      await sleep(stallMs);
      const upstream = connect(Number(port), hostname).on('error', () => socket.destroy());
      line.#sockets.add(upstream);
      socket.pipe(upstream).pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const line = new SlowLine(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return line;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let servers: TestServers;
let input: RankInput;
let scratchDir: string;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  scratchDir = mkdtempSync(join(tmpdir(), 'espalier-rank-'));
  const store = createStore(servers.settings.s3);
  const spec = await store.putJson('runs/run/spec.json', {
    spec: pipelineSchema.parse({
      name: 'feed',
      source: { train: { uri: 'train.parquet' }, eval: { uri: 'eval.parquet' } },
      tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
    }),
    baseDir: '/',
  });
  store.close();
  // Without the manifests of other stages a rank ends once it has read its spec.
  const context = { runId: 'run', stage: 'fit-encoder', token: 3, spec, inputs: {} };
  input = { context, role: 'encoder', gangId: 'g', rank: 1, worldSize: 2, slot: 0 } as unknown as RankInput;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await servers[Symbol.asyncDispose]();
  rmSync(scratchDir, { recursive: true });
});

interface Ended {
  readonly error: EspalierError;
  readonly ends: readonly ProcessEnd[];
  readonly seconds: number;
}

async function endOfRank(stallMs: number, onStart: (pid: number) => void = () => {}): Promise<Ended> {
  await using line = await SlowLine.open(servers.settings.s3.endpoint ?? '', stallMs);
  const { bucket, accessKeyId, secretAccessKey } = servers.settings.s3;
  vi.stubEnv('ESPALIER_S3_ENDPOINT', line.endpoint);
  vi.stubEnv('ESPALIER_S3_BUCKET', bucket);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId ?? '');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey ?? '');
  const ends: ProcessEnd[] = [];
  const startedMs = Date.now();
  const error: EspalierError = await runRankProcess({
    start: () => forkRank(program, 'encoder'),
    assignment: { input, scratchDir },
    signal: new AbortController().signal,
    silenceMs: 2_000,
    onStart,
    onProgress: () => {},
    onEnd: (end) => ends.push(end),
  }).then(
    () => expect.unreachable(),
    (failure) => failure,
  );
  return { error, ends, seconds: (Date.now() - startedMs) / 1000 };
}

it('a rank that waits for S3 far longer than a silent one may is left alone', async () => {
  const { error, ends, seconds } = await endOfRank(7_000);
  expect(seconds).toBeGreaterThan(7);
  expect(error.code).not.toBe('workflow.rank-silent');
  expect(ends).toEqual([expect.objectContaining({ exitCode: 0, signal: null })]);
});

it('a rank that is stopped is ended in time, also while it waits for S3', async () => {
  const stop = (pid: number) => void sleep(1_500).then(() => process.kill(pid, 'SIGSTOP'));
  const { error, seconds } = await endOfRank(60_000, stop);
  expect(error).toMatchObject({ code: 'workflow.rank-silent', details: { stopped: true, attempt: 3 } });
  expect(seconds).toBeLessThan(10);
});

it.each([
  { how: 'SIGKILL', text: 'ended by SIGKILL from outside: the kernel counted no kill for want of memory' },
  { how: 'SIGSEGV', text: 'ended by SIGSEGV' },
] as const)(
  'the death of a rank by $how is told with its process, attempt and place',
  async ({ how, text }) => {
    let rankPid = 0;
    const strike = (pid: number) => {
      rankPid = pid;
      void sleep(500).then(() => process.kill(pid, how));
    };
    const { error, ends } = await endOfRank(60_000, strike);
    expect(error.code).toBe('workflow.rank-died');
    expect(error.message).toContain(`Rank 1 of stage fit-encoder (process ${rankPid}) ${text}`);
    const end = { pid: rankPid, signal: how, exitCode: null, outOfMemory: false };
    expect(error.details).toMatchObject({ ...end, runId: 'run', stage: 'fit-encoder', rank: 1, attempt: 3 });
    expect(ends).toEqual([end]);
  },
);

it("a crash is told in the process's own last words", async () => {
  // More young objects than fit ends Node as a heap that is full does.
  vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=4 --max-semi-space-size=1');
  const { error } = await endOfRank(60_000);
  expect(error.code).toBe('workflow.rank-died');
  expect(error.message).toMatch(/ended by SIG\w+, .*JavaScript heap out of memory/);
});

it('a loss of peers is told with the step at which it came, other failures as they are', async () => {
  const losesPeers = join(scratchDir, 'loses-peers.mjs');
  const failure = (code: string) => ({
    kind: 'failed',
    error: { code, message: code, details: { rank: 1 } },
  });
  const progress = (doneSteps: number) => ({
    kind: 'progress',
    progress: { kind: 'rank', rank: 1, worldSize: 2, totalSteps: 90, doneSteps, phase: 'training' },
  });
  const endWith = (code: string) => {
    const reports = [progress(30), progress(37), failure(code)].map((report) => JSON.stringify(report));
    writeFileSync(
      losesPeers,
      `for (const report of [${reports}]) process.send(report); process.disconnect();`,
    );
    const silenceMs = 5_000;
    const signal = new AbortController().signal;
    return runRankProcess({
      ...{
        start: () => forkRank(losesPeers, 'encoder'),
        assignment: { input, scratchDir },
        signal,
        silenceMs,
      },
      onProgress: () => {},
    }).catch((error: EspalierError) => error);
  };
  expect(await endWith('workflow.peer-lost')).toMatchObject({
    code: 'workflow.peer-lost',
    details: { rank: 1, phase: 'training', doneSteps: 37, stepsAMoment: 7 },
  });
  expect(await endWith('trainer.nan-loss')).toMatchObject({ code: 'trainer.nan-loss', details: { rank: 1 } });
});

it('what a rank tells that was started ahead is heard in the context of who waits for it', async () => {
  const telling = join(scratchDir, 'tells.mjs');
  const told = { kind: 'progress', progress: { kind: 'rank', rank: 1, doneSteps: 1, phase: 'training' } };
  const failed = { kind: 'failed', error: { code: 'trainer.nan-loss', message: 'lost', details: {} } };
  const reports = [told, failed].map((report) => JSON.stringify(report));
  writeFileSync(
    telling,
    `process.once('message', () => { for (const report of [${reports}]) process.send(report); process.disconnect(); });`,
  );
  const rank = forkRank(telling, 'encoder');
  await sleep(500);
  const context = new AsyncLocalStorage<string>();
  const heardIn: (string | undefined)[] = [];
  const run = () =>
    runRankProcess({
      ...{ start: () => rank, assignment: { input, scratchDir }, silenceMs: 5_000 },
      signal: new AbortController().signal,
      onProgress: () => heardIn.push(context.getStore()),
    });
  await expect(context.run('an activity', run)).rejects.toMatchObject({ code: 'trainer.nan-loss' });
  expect(heardIn).toEqual(['an activity']);
});
