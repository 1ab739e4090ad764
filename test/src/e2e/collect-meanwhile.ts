/** Responsible for `espalier gc` as an operator's timer runs it, again and again beside a run; with ages that protect nothing but what is safe by design. */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSettings } from '@espalier/settings';
import { createStore, type GarbageReport } from '@espalier/store';
import type { OwnStack } from './own-stack.js';

/** Reports stay: whoever asks how a run ended must find it. */
const nothingElse = ['--keep', '0s', '--keep-reports', '1d', '--keep-cached', '0s', '--grace', '0s'];
/** A command takes about a second of a core. */
const pauseMs = 2_000;
const sharedForMs = 1_000;

/** Objects that no root names and that no writer may take over when this has ended. @returns looks which are still there */
export async function leaveGarbage(stack: OwnStack): Promise<() => Promise<readonly string[]>> {
  const { s3 } = loadSettings({ ESPALIER_HOME: stack.homeDir });
  const texts = ['of a shard that', 'was written by somebody', 'who never committed'];
  const store = createStore(s3, { sharedForMs });
  const left = await Promise.all(texts.map((text) => store.putContent(new TextEncoder().encode(text))));
  store.close();
  await sleep(sharedForMs);
  return async () => {
    const now = createStore(s3);
    const states = await Promise.all(left.map((ref) => now.inspect(ref)));
    now.close();
    return states.filter((state) => state !== 'missing');
  };
}

/** @returns what each collection told. @throws AssertionError for one that failed */
export async function collectWhile(stack: OwnStack, goesOn: () => boolean): Promise<GarbageReport[]> {
  const reports: GarbageReport[] = [];
  for (; goesOn(); await sleep(pauseMs)) {
    reports.push(await stack.json<GarbageReport>('gc', ...nothingElse));
  }
  return reports;
}
