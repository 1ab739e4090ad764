/**
 * Responsible for the lines of one run in the local stack's log files, at once or as they come.
 * Leaves to others: writing and rotating them (workers, stack), reading one (log-entry.ts), printing.
 */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runNamed } from '@espalier/domain';
import { type LogEntry, parseLogLine } from './log-entry.js';
import { linesOfSpan } from './log-window.js';

const pollMs = 300;
const chunkBytes = 1 << 20;

/** Rotated files (`.log.1`) first, so that a process's lines stay in order. */
export async function logPaths(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.log(\.1)?$/.test(name))
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

/** Reads a growing file: each call gives the whole lines since the last. */
class GrowingFile {
  #offset = 0;
  #rest = '';

  constructor(readonly path: string) {}

  async newLines(): Promise<string[]> {
    const size = (await stat(this.path).catch(() => null))?.size ?? 0;
    if (size < this.#offset) {
      this.#offset = 0;
      this.#rest = '';
    }
    if (size === this.#offset) return [];
    const file = await open(this.path, 'r');
    try {
      const lines: string[] = [];
      const buffer = Buffer.alloc(Math.min(chunkBytes, size - this.#offset));
      const decoder = new TextDecoder();
      let text = this.#rest;
      while (this.#offset < size) {
        const { bytesRead } = await file.read(
          buffer,
          0,
          Math.min(buffer.length, size - this.#offset),
          this.#offset,
        );
        if (bytesRead === 0) break;
        this.#offset += bytesRead;
        text += decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
        const parts = text.split('\n');
        text = parts.pop() ?? '';
        lines.push(...parts);
      }
      this.#rest = text;
      return lines;
    } finally {
      await file.close();
    }
  }
}

function entriesOf(lines: readonly string[], runId: string): LogEntry[] {
  return lines.flatMap((line) => parseLogLine(line, runId) ?? []);
}

/**
 * All lines of the run so far, by time. The work is that of the time since its start, which its ID tells, and not of all that was logged before.
 * @param endedAtMs of a run that has ended: nor of what was logged since
 */
export async function readRunLog(
  folder: string,
  runId: string,
  endedAtMs = Number.POSITIVE_INFINITY,
): Promise<LogEntry[]> {
  const span = { fromMs: runNamed(runId)?.startedAtMs ?? 0, untilMs: endedAtMs + silentMs };
  const entries: LogEntry[] = [];
  for (const path of await logPaths(folder)) {
    for await (const lines of linesOfSpan(path, span)) entries.push(...entriesOf(lines, runId));
  }
  return ofTheRun(entries.sort((a, b) => a.time - b.time));
}

/** After its last line a run may be waiting for a process that has just ended. */
const silentMs = 60_000;

/** The end of a process that names no run is of this one when it fell between the run's own lines, or soon after them. */
function ofTheRun(entries: readonly LogEntry[]): LogEntry[] {
  const isOwn = ({ runId }: LogEntry) => runId !== undefined;
  const first = entries.findIndex(isOwn);
  const untilMs = (entries.findLast(isOwn)?.time ?? 0) + silentMs;
  return first < 0 ? [] : entries.slice(first).filter(({ time }) => time <= untilMs);
}

/** The lines of the run so far, then those that come, until `signal` aborts. */
export async function* followRunLog(
  folder: string,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<LogEntry[]> {
  const files = new Map<string, GrowingFile>();
  let begun = false;
  while (!signal.aborted) {
    for (const path of await logPaths(folder)) {
      const seen = files.has(path);
      // A file that is rotated while we follow holds only lines that were given already.
      if (!seen && path.endsWith('.1') && files.size > 0) continue;
      if (!seen) files.set(path, new GrowingFile(path));
    }
    const entries: LogEntry[] = [];
    for (const file of files.values()) entries.push(...entriesOf(await file.newLines(), runId));
    entries.sort((a, b) => a.time - b.time);
    // Until the run has said something, nothing is known to be of its time.
    const first: number = begun ? 0 : entries.findIndex(({ runId: own }) => own !== undefined);
    begun ||= first >= 0;
    if (begun && entries.length > 0) yield entries.slice(first);
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}
