/** Responsible for what each run has under `runs/`, one run in memory at a time. Leaves to others: what it means (run-keeping.ts). */
import type { ObjectHead } from '../object-listing.js';
import type { Store } from '../store.js';

export interface RunFolder {
  readonly runId: string;
  readonly objects: readonly ObjectHead[];
  /** When the first and the last of them were written, in milliseconds since the epoch. */
  readonly oldestMs: number;
  readonly newestMs: number;
}

const prefix = 'runs/';

export async function* runFolders(store: Store): AsyncGenerator<RunFolder> {
  let objects: ObjectHead[] = [];
  let current = '';
  for await (const head of store.walk(prefix)) {
    const runId = head.key.slice(prefix.length).split('/')[0] ?? '';
    if (runId !== current && objects.length > 0) {
      yield folderOf(current, objects);
      objects = [];
    }
    current = runId;
    objects.push(head);
  }
  if (objects.length > 0) yield folderOf(current, objects);
}

function folderOf(runId: string, objects: readonly ObjectHead[]): RunFolder {
  let [oldestMs, newestMs] = [Number.POSITIVE_INFINITY, 0];
  for (const { lastModifiedMs } of objects) {
    oldestMs = Math.min(oldestMs, lastModifiedMs);
    newestMs = Math.max(newestMs, lastModifiedMs);
  }
  return { runId, objects, oldestMs, newestMs };
}
