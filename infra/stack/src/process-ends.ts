/**
 * Responsible for writing down how a process of the stack ended, in its own log, with what it was at.
 * Leaves to others: noticing the end (supervised-process.ts), showing it (status.ts, the command line).
 */
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ProcessEnd, processEndText } from '@espalier/domain';
import { z } from 'zod';
import { readJsonFile } from './json-file.js';
import type { StackLayout } from './stack-layout.js';

/** What a worker writes of its ranks, in the file that `StackLayout.workPath` names. */
const workSchema = z.array(
  z.object({
    runId: z.string(),
    stage: z.string(),
    rank: z.number().int(),
    attempt: z.number().int(),
    rankPid: z.number().int().nullable(),
  }),
);

/** As a worker's own lines are: pino's numbers of levels. */
const errorLevel = 50;
/** The command line finds the line by this, since it belongs to every run of that time. */
const message = 'process ended';

export function isProcessEnd(line: string): boolean {
  return line.endsWith(`"msg":"${message}"}`);
}

/**
 * Appends a line for each rank that the process was at, or one line where it was at none. A log that can't be written is left
 * as it is: the process is started again all the same.
 */
export function writeProcessEnd(layout: StackLayout, name: string, end: ProcessEnd, nowMs: number): void {
  const work = readJsonFile(layout.workPath(name), workSchema) ?? [];
  const line = { level: errorLevel, time: nowMs, process: name, ...end, how: processEndText(end) };
  const places: readonly object[] = work.length > 0 ? work : [{}];
  const text = places.map((place) => `${JSON.stringify({ ...line, ...place, msg: message })}\n`).join('');
  try {
    const path = layout.logPath(name);
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, text, { mode: 0o600 });
    rmSync(layout.workPath(name), { force: true });
  } catch {
    // The disk is full, or not ours: the state file tells it too.
  }
}
