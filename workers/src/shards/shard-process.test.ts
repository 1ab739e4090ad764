import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EspalierError } from '@espalier/domain';
import type { ShardContext, ShardJob } from '@espalier/fanout';
import { findProgram } from '@espalier/programs';
import { inheritedEnvironment } from '@espalier/settings';
import { afterEach, expect, it, vi } from 'vitest';
import { ShardProcess, type ShardProcessOptions } from './shard-process.js';

const serving = fileURLToPath(new URL('../../test/serving-shards.mjs', import.meta.url));
const real = findProgram(fileURLToPath(new URL('../../dist/shards/shard-main.js', import.meta.url)));

const opened: ShardProcess[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.end();
});

interface Given extends Partial<Omit<ShardProcessOptions, 'start'>> {
  readonly program?: string;
}

function open({ program = serving, ...options }: Given = {}): ShardProcess {
  const start = () =>
    fork(program, [String(process.pid), '/nowhere'], {
      ...{ serialization: 'advanced', execArgv: [], env: inheritedEnvironment() },
    });
  const shards = new ShardProcess({ keptMs: 20_000, onDeath: () => expect.unreachable(), ...options, start });
  opened.push(shards);
  return shards;
}

/** Resolves once the shard has said that it is at work. */
function begun(): { readonly context: Pick<ShardContext, 'reportRows'>; readonly isSo: Promise<void> } {
  let reportRows = (_: number) => {};
  const isSo = new Promise<void>((resolve) => {
    reportRows = () => resolve();
  });
  return { context: { reportRows }, isSo };
}

function jobThat(does: string, more: object = {}): ShardJob {
  const payload = { does, ...more };
  return { runId: 'run', stage: 'encode', attempt: 1, shard: 3, kind: 'encode', rows: 10, payload };
}

function contextOf(more: Partial<ShardContext> = {}): ShardContext {
  return { signal: new AbortController().signal, reportRows: () => undefined, tellPart: null, ...more };
}

const isAlive = (pid: unknown) => existsSync(`/proc/${pid}`);

it('one process computes shard after shard, is ended when there was nothing to do for a while, and the next shard starts another', async () => {
  const shards = open({ keptMs: 300 });
  const first = await shards.compute(jobThat('tell-process'), contextOf());
  expect(await shards.compute(jobThat('tell-process'), contextOf())).toBe(first);
  await vi.waitFor(() => expect(isAlive(first)).toBe(false), { timeout: 5_000 });
  const second = await shards.compute(jobThat('tell-process'), contextOf());
  expect(second).not.toBe(first);
  expect(isAlive(second)).toBe(true);
});

it('a process is not ended over its work, however long that takes and though it uses no processor', async () => {
  const shards = open({ keptMs: 50, silenceMs: 2_500 });
  const controller = new AbortController();
  const { context, isSo } = begun();
  const waiting = shards.compute(jobThat('wait'), contextOf({ signal: controller.signal, ...context }));
  await isSo;
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'fanout.cancelled' });
});

it.each([
  ['hangs', 'hang', 'no sign of life'],
  ['is stopped', 'wait', 'stopped by a signal'],
])('a process that %s over a shard is ended, which is a death', async (_, does, how) => {
  const deaths: string[] = [];
  const pids: number[] = [];
  const shards = open({
    silenceMs: 1_500,
    onDeath: (death) => deaths.push(`${death.signal}: ${death.how}`),
  });
  pids.push((await shards.compute(jobThat('tell-process'), contextOf())) as number);
  const { context, isSo } = begun();
  void shards.compute(jobThat(does), contextOf(context)).catch(() => undefined);
  await isSo;
  if (does === 'wait') process.kill(pids[0] ?? 0, 'SIGSTOP');
  await vi.waitFor(() => expect(deaths).toEqual([expect.stringContaining(`null: ${how}`)]), {
    timeout: 10_000,
  });
  expect(isAlive(pids[0])).toBe(false);
});

it('a shard that does not end though nobody waits for it any more is given up with its process', async () => {
  const shards = open({ abortMs: 300 });
  const controller = new AbortController();
  const { context, isSo } = begun();
  const first = await shards.compute(jobThat('tell-process'), contextOf());
  const waiting = shards.compute(
    jobThat('wait-for-ever'),
    contextOf({ signal: controller.signal, ...context }),
  );
  await isSo;
  const why = new EspalierError('fanout.cancelled', 'enough');
  controller.abort(why);
  await expect(waiting).rejects.toBe(why);
  expect(await shards.compute(jobThat('tell-process'), contextOf())).not.toBe(first);
});

it('asking what a job reads fails where the process ends over it, which is no death of a shard', async () => {
  const shards = open();
  await expect(shards.inputsOf(jobThat('die'))).rejects.toThrow('exit code 7');
  expect(await shards.inputsOf(jobThat('', { inputs: ['a'] }))).toEqual(['a']);
});

it('a result that can not be sent fails its shard, and no other', async () => {
  const shards = open();
  await expect(shards.compute(jobThat('give-a-function'), contextOf())).rejects.toMatchObject({
    code: 'workflow.unexpected',
  });
  expect(await shards.compute(jobThat('report-rows'), contextOf())).toBe('reported');
});

it('an abort reaches the shard, also one from before it was asked for', async () => {
  const signal = AbortSignal.abort();
  await expect(open().compute(jobThat('wait'), contextOf({ signal }))).rejects.toMatchObject({
    code: 'fanout.cancelled',
  });
});

it('rows and parts are told while the shard goes on, a part before the shard does', async () => {
  const shards = open();
  let rows = 0;
  const reportRows = (more: number) => {
    rows += more;
  };
  expect(await shards.compute(jobThat('report-rows'), contextOf({ reportRows }))).toBe('reported');
  expect(rows).toBe(7);
  const parts: (string | null)[] = [];
  const tellPart = async (input: string | null) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    parts.push(input);
  };
  expect(await shards.compute(jobThat('tell-parts'), contextOf({ tellPart }))).toBe('told');
  expect(parts).toEqual(['a.parquet', null]);
});

it('what can not be told fails the shard with the reason', async () => {
  const tellPart = () => Promise.reject(new EspalierError('fanout.redis-refused', 'Redis refuses.'));
  await expect(open().compute(jobThat('tell-parts'), contextOf({ tellPart }))).rejects.toMatchObject({
    code: 'fanout.redis-refused',
  });
});

it('an error comes with its code and details, one that is none of ours as unexpected', async () => {
  const shards = open();
  const failed = shards.compute(jobThat('fail'), contextOf());
  await expect(failed).rejects.toMatchObject({ code: 'features.disk-full', details: { shard: 3 } });
  const unknown = shards.compute(jobThat('something else'), contextOf());
  await expect(unknown).rejects.toMatchObject({ code: 'workflow.unexpected' });
});

it('a process that dies over a shard is told of, one that dies without work is not', async () => {
  const deaths: string[] = [];
  const shards = open({ onDeath: ({ how }) => deaths.push(how) });
  const idle = (await shards.compute(jobThat('tell-process'), contextOf())) as number;
  process.kill(idle, 'SIGKILL');
  await vi.waitFor(() => expect(isAlive(idle)).toBe(false), { timeout: 5_000 });
  const next = await shards.compute(jobThat('tell-process'), contextOf());
  expect(next).not.toBe(idle);
  expect(deaths).toEqual([]);
  void shards.compute(jobThat('die'), contextOf()).catch(() => undefined);
  await vi.waitFor(() => expect(deaths).toEqual(['SIGSEGV']), { timeout: 5_000 });
});

it('where no process can be started the shard fails with the reason', async () => {
  const start = () => fork(serving, { execPath: '/nowhere/node', serialization: 'advanced' });
  const shards = new ShardProcess({ start, onDeath: () => expect.unreachable() });
  await expect(shards.compute(jobThat('tell-process'), contextOf())).rejects.toMatchObject({
    code: 'workflow.unexpected',
    message: expect.stringContaining('/nowhere/node'),
  });
});

it("the product's own program names what a job of a stage reads, and lets no interrupt of a terminal end it", async () => {
  const pids: number[] = [];
  const start = () => {
    const child = fork(real, [String(process.pid), '/nowhere'], {
      ...{ serialization: 'advanced', execArgv: [], env: inheritedEnvironment() },
    });
    pids.push(child.pid ?? 0);
    return child;
  };
  const shards = new ShardProcess({ start, onDeath: () => expect.unreachable() });
  opened.push(shards);
  const job = (payload: object): ShardJob => ({
    ...jobThat(''),
    stage: 'evaluate',
    kind: 'evaluate',
    payload,
  });
  const encoded = { name: 'eval/00000.arrow', key: 'objects/00' };
  const named = ['eval/00000.arrow of encode (objects/00)'];
  expect(await shards.inputsOf(job({ encoded }))).toEqual(named);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(pids[0] ?? 0, signal);
  expect(await shards.inputsOf(job({ encoded }))).toEqual(named);
  expect(pids).toHaveLength(1);
});
