/** Responsible for many cases on one stack, some at once, in the order of their numbers. */

import { join } from 'node:path';
import { connectClient } from '@espalier/client';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { Draws } from './draws.js';
import { drawCase, type SourceCase } from './source-case.js';
import { tryCase, type Verdict } from './try-case.js';

export interface FuzzOptions {
  readonly homeDir: string;
  /** Folder of the cases; one that shows a fault stays there. */
  readonly dir: string;
  readonly seed: number;
  /** Numbers of the cases; each follows from the seed and its number alone. */
  readonly cases: readonly number[];
  /** Once aborted, no further case is begun. */
  readonly signal?: AbortSignal;
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** The case of a number, which follows from it and the seed alone. */
export function caseOf(seed: number, index: number): SourceCase {
  return drawCase(index, new Draws(seed + index * 7919));
}

/** Each waits for Temporal and Redis most of the time. */
const atOnce = 3;

export async function runCases(options: FuzzOptions): Promise<Verdict[]> {
  const { homeDir, dir, seed, cases, signal, onVerdict } = options;
  const settings = loadSettings({ ESPALIER_HOME: homeDir });
  const client = await connectClient(settings);
  const store = createStore(settings.s3);
  const verdicts: Verdict[] = [];
  const waiting = [...cases];
  const work = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      if (signal?.aborted) return;
      const verdict = await tryCase(
        caseOf(seed, index),
        { settings, homeDir, client, store },
        join(dir, `case-${index}`),
      );
      // Ctrl-C reaches a case's commands as well: what they say then is no verdict.
      if (signal?.aborted) return;
      onVerdict?.(verdict);
      verdicts.push(verdict);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    store.close();
    await client.close();
  }
  return verdicts.sort((a, b) => a.index - b.index);
}
