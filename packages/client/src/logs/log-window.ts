/**
 * Responsible for reading the lines of one span of time from a log file of any size: where it begins is found by bisection, since a
 * process's lines come in the order of time. Leaves to others: what a line says (log-entry.ts).
 */
import { type FileHandle, open } from 'node:fs/promises';

/** Milliseconds since the epoch. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

const chunkBytes = 256 << 10;
/** Clocks are set, and lines of one moment may be written in another order. */
const slackMs = 60_000;
/** pino's; in a text the quotes would be escaped. */
const timePattern = /"time":(\d{13})\b/g;

/** Whole lines, some of them of before and after. @returns nothing of a file that is gone */
export async function* linesOfSpan(path: string, { fromMs, untilMs }: Span): AsyncGenerator<string[]> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return;
  try {
    const { size } = await file.stat();
    const begin = await beginOf(file, size, fromMs);
    for await (const { lines } of linesBetween(file, begin, size)) {
      yield lines;
      const last = lines.findLast((line) => line.match(timePattern) !== null);
      if (last !== undefined && timeOf(last, 'last') > untilMs + slackMs) return;
    }
  } finally {
    await file.close();
  }
}

interface Lines {
  readonly lines: string[];
  /** In bytes: of what follows the last of them. */
  readonly endOffset: number;
}

/** Whole lines; where it begins inside of one, the rest of that, too. What has no end yet is left. */
export async function* linesBetween(file: FileHandle, begin: number, end: number): AsyncGenerator<Lines> {
  let rest: Buffer = Buffer.alloc(0);
  for (let offset = begin; offset < end; offset += chunkBytes) {
    const bytes = await readAt(file, offset, Math.min(chunkBytes, end - offset));
    const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const newline = text.lastIndexOf('\n');
    rest = text.subarray(newline + 1);
    if (newline < 0) continue;
    const endOffset = offset + bytes.length - rest.length;
    yield { lines: text.toString('utf8', 0, newline).split('\n'), endOffset };
  }
}

/** An offset before which all lines are of before `fromMs`, and so long before that clocks that were set make no difference. */
export async function beginOf(file: FileHandle, size: number, fromMs: number): Promise<number> {
  const timeMs = fromMs - slackMs;
  let low = 0;
  let high = size;
  while (high - low > chunkBytes) {
    const middle = Math.floor((low + high) / 2);
    const text = (await readAt(file, middle, chunkBytes)).toString('utf8');
    // Where no line there tells a time, earlier ones are looked at.
    if (timeOf(text, 'first') < timeMs) low = middle;
    else high = middle;
  }
  return low;
}

/** Infinite where nothing tells it. */
function timeOf(text: string, which: 'first' | 'last'): number {
  const times = [...text.matchAll(timePattern)];
  const told = which === 'first' ? times[0] : times.at(-1);
  return told === undefined ? Number.POSITIVE_INFINITY : Number(told[1]);
}

export async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
