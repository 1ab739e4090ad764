import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunLog } from './log-files.js';
import { linesOfSpan } from './log-window.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-logs-'));
});
afterAll(() => rm(folder, { recursive: true }));

const startMs = Date.UTC(2026, 10, 28);
const lineMs = 1_000;
const runId = (at: number) => {
  const stamp = new Date(startMs + at * lineMs)
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .replace('T', '-');
  return `feed-${stamp}-aaaa`;
};
const line = (at: number, more: object = {}) =>
  JSON.stringify({ level: 30, time: startMs + at * lineMs, msg: `line ${at} "time":1 ü`, ...more });

describe('a log of many megabytes', () => {
  const count = 60_000;
  const path = () => join(folder, 'trainer-1.log');
  beforeAll(async () => {
    const lines = Array.from({ length: count }, (_, at) => [
      line(at, { runId: runId(Math.floor(at / 100) * 100), pad: 'x'.repeat(80) }),
      ...(at % 1000 === 0 ? ['what is no JSON at all'] : []),
    ]);
    await writeFile(path(), `${lines.flat().join('\n')}\n`);
  });

  it.each([0, 100, 31_000, 59_900])('tells of a run all its lines, wherever they are: %d', async (at) => {
    const all = await readRunLog(folder, runId(at));
    expect(all).toHaveLength(100);
    const ended = await readRunLog(folder, runId(at), startMs + (at + 99) * lineMs);
    expect(ended).toEqual(all);
    expect(ended[0]?.time).toBe(startMs + at * lineMs);
  });

  it('is read about where the span lies, and nowhere else', async () => {
    const span = { fromMs: startMs + 31_000 * lineMs, untilMs: startMs + 31_100 * lineMs };
    let bytes = 0;
    for await (const lines of linesOfSpan(path(), span)) bytes += lines.join('\n').length;
    expect(bytes).toBeGreaterThan(100 * 80);
    expect(bytes).toBeLessThan(2 << 20);
  });
});

it('a file without times is read as a whole, and one that is gone not at all', async () => {
  const path = join(folder, 'plain.txt');
  await writeFile(path, `${Array.from({ length: 40_000 }, (_, at) => `plain line ${at}`).join('\n')}\n`);
  const told: string[] = [];
  const span = { fromMs: startMs, untilMs: startMs };
  for await (const lines of linesOfSpan(path, span)) told.push(...lines);
  expect(told).toHaveLength(40_000);
  for await (const lines of linesOfSpan(join(folder, 'gone.log'), span)) expect(lines).toEqual([]);
});
