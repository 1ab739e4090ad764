import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { followRunLog, readRunLog } from '@espalier/client/logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logLine } from './log-line.js';

const startMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function line(msg: string, atMs: number, rest: Record<string, unknown> = {}): string {
  return `${JSON.stringify({ level: 30, time: startMs + atMs, pid: 1, hostname: 'h', runId: 'run-1', msg, ...rest })}\n`;
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-logs-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readRunLog', () => {
  it("gives one run's lines of all processes, rotated ones too, by time; other text is passed over", async () => {
    await writeFile(join(folder, 'trainer-1.log.1'), line('first', 1));
    await writeFile(join(folder, 'trainer-1.log'), `not JSON about run-1\n${line('third', 3)}{"cut":"run-1`);
    await writeFile(
      join(folder, 'feature-1.log'),
      line('other run', 2, { runId: 'run-12' }) + line('second', 2),
    );
    expect((await readRunLog(folder, 'run-1')).map(({ msg }) => msg)).toEqual(['first', 'second', 'third']);
  });

  it('has the ends of processes that fell between its lines or soon after them, and no others', async () => {
    const ended = (atMs: number) =>
      line('process ended', atMs, { runId: undefined, process: 'trainer-1', how: 'by SIGKILL' });
    await writeFile(join(folder, 'trainer-1.log'), ended(0) + ended(2) + ended(9) + ended(70_000));
    await writeFile(join(folder, 'orchestrator-1.log'), line('first', 1) + line('last', 8));
    expect((await readRunLog(folder, 'run-1')).map(({ msg, time }) => [msg, time - startMs])).toEqual([
      ['first', 1],
      ['process ended', 2],
      ['last', 8],
      ['process ended', 9],
    ]);
  });

  it('is empty where no stack ever ran', async () => {
    expect(await readRunLog(join(folder, 'none'), 'run-1')).toEqual([]);
  });
});

describe('followRunLog', () => {
  it('gives lines as they come, whole, through a rotation and from new processes', async () => {
    const log = join(folder, 'trainer-1.log');
    await writeFile(log, line('a', 1));
    const stop = new AbortController();
    const seen: string[] = [];
    const steps = [
      () => appendFile(log, line('b', 2).slice(0, 20)),
      async () => {
        await appendFile(log, line('b', 2).slice(20));
      },
      async () => {
        await rename(log, `${log}.1`);
        await writeFile(log, line('c', 3));
      },
      () => writeFile(join(folder, 'trainer-2.log'), line('d', 4)),
    ];
    await steps.shift()?.();
    for await (const entries of followRunLog(folder, 'run-1', stop.signal)) {
      seen.push(...entries.map(({ msg }) => msg));
      const next = steps.shift();
      if (next) await next();
      else stop.abort();
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('logLine', () => {
  it('puts time, level and place before the message, and other fields after it', () => {
    const entry = { level: 40, time: startMs, msg: 'slow', runId: 'run-1', stage: 'train', rank: 1, ms: 12 };
    expect(stripVTControlCharacters(logLine(entry, { stacks: false }))).toBe(
      '03:04:05.678 warn  train rank 1 slow ms=12',
    );
  });

  it('tells how a process ended in words', () => {
    const end = { exitCode: null, signal: 'SIGSEGV', outOfMemory: false, how: 'by SIGSEGV' };
    const entry = { level: 50, time: startMs, msg: 'process ended', process: 'trainer-1', pid: 7, ...end };
    expect(stripVTControlCharacters(logLine(entry, { stacks: false }))).toContain(
      'error trainer-1 (process 7) ended by SIGSEGV process=trainer-1',
    );
  });

  it('rounds figures, alone and by name', () => {
    const network = { click: 0.5534428462206212, like: 0.11519448536233107 };
    const entry = {
      level: 30,
      time: startMs,
      msg: 'measured',
      runId: 'run-1',
      seconds: 0.1234567,
      step: 123_456,
      network,
    };
    expect(stripVTControlCharacters(logLine(entry, { stacks: false }))).toBe(
      '03:04:05.678 info  measured seconds=0.12346 step=123456 network={click 0.55344, like 0.11519}',
    );
  });

  it('shows the stack of an error only when asked', () => {
    const err = { message: 'boom', stack: 'Error: boom\n    at x' };
    const entry = { level: 50, time: startMs, msg: 'failed', runId: 'run-1', err };
    expect(logLine(entry, { stacks: false })).not.toContain('at x');
    expect(logLine(entry, { stacks: true })).toContain('at x');
  });
});
