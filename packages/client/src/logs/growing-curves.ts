/**
 * Responsible for the learning curves of a run that goes on, as its log tells them: what was read is not read again, only what was written since.
 * Wherever what was read may not be what lies there now, all is read anew.
 * Leaves to others: what a line tells (measured-curves.ts), how many curves are kept (the server).
 */
import { type FileHandle, open } from 'node:fs/promises';
import { measuredMessage, runNamed } from '@espalier/domain';
import { type LogEntry, parseLogLine } from './log-entry.js';
import { logPaths } from './log-files.js';
import { beginOf, linesBetween, readAt } from './log-window.js';
import { type Curve, MeasuredCurves } from './measured-curves.js';

/** Kept of what was read last; lines tell their times. */
const tailBytes = 512;

interface ReadFile {
  /** Up to which it was read, in bytes: the end of a line. */
  readonly offset: number;
  /** What lies before that: files are written on, and are others where it is another. */
  readonly tail: Buffer;
}

export class GrowingCurves {
  #files = new Map<string, ReadFile>();
  #measured = new MeasuredCurves();
  #latestMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly folder: string,
    private readonly runId: string,
  ) {}

  /** Of all curves. */
  get pointCount(): number {
    return this.#measured.pointCount;
  }

  /** As `measuredCurves` of the run's whole log. Not to be called while it reads. What it returns grows with the next call. */
  async read(): Promise<readonly Curve[]> {
    if (!(await this.#readOn())) {
      this.#files = new Map();
      this.#measured = new MeasuredCurves();
      this.#latestMs = Number.NEGATIVE_INFINITY;
      await this.#readOn();
    }
    return this.#measured.curves();
  }

  /** @returns false where lines are missing that were read, or new ones are of before those */
  async #readOn(): Promise<boolean> {
    const files = new Map<string, ReadFile>();
    const entries: LogEntry[] = [];
    for (const path of await logPaths(this.folder)) {
      const file = await open(path, 'r').catch(() => null);
      if (file === null) continue;
      try {
        const { dev, ino, size } = await file.stat();
        // By what it is and not by its name, which changes as logs are rotated.
        const id = `${dev} ${ino}`;
        const known = this.#files.get(id);
        if (known !== undefined && !(await isSame(file, size, known))) return false;
        files.set(id, await this.#readFile(file, size, known, entries));
      } finally {
        await file.close();
      }
    }
    if ([...this.#files.keys()].some((id) => !files.has(id))) return false;
    entries.sort((a, b) => a.time - b.time);
    if ((entries[0]?.time ?? Number.POSITIVE_INFINITY) < this.#latestMs) return false;
    this.#files = files;
    this.#latestMs = entries.at(-1)?.time ?? this.#latestMs;
    this.#measured.add(entries);
    return true;
  }

  async #readFile(
    file: FileHandle,
    size: number,
    known: ReadFile | undefined,
    entries: LogEntry[],
  ): Promise<ReadFile> {
    if (known?.offset === size) return known;
    const begin = known?.offset ?? (await beginOf(file, size, runNamed(this.runId)?.startedAtMs ?? 0));
    let offset = begin;
    for await (const { lines, endOffset } of linesBetween(file, begin, size)) {
      offset = endOffset;
      for (const line of lines) {
        const entry = line.includes(measuredMessage) ? parseLogLine(line, this.runId) : null;
        if (entry !== null) entries.push(entry);
      }
    }
    const length = Math.min(tailBytes, offset);
    return { offset, tail: await readAt(file, offset - length, length) };
  }
}

async function isSame(file: FileHandle, size: number, { offset, tail }: ReadFile): Promise<boolean> {
  return size >= offset && tail.equals(await readAt(file, offset - tail.length, tail.length));
}
