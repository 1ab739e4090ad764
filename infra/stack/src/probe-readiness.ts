/** Whether a process of the stack is at work, by its own kind of sign. */
import { readFileSync } from 'node:fs';
import type { Settings } from '@espalier/settings';
import { keepHistories } from './history-retention.js';
import { ensureBucket, probeRedis, probeTemporal } from './probe-services.js';
import type { Readiness } from './process-spec.js';

/** Resolves to whether it is ready; never rejects. */
export async function isReady(ready: Readiness, pid: number, settings: Settings): Promise<boolean> {
  try {
    switch (ready.kind) {
      case 'temporal':
        await probeTemporal(settings);
        await keepHistories(settings);
        return true;
      case 'redis':
        await probeRedis(settings);
        return true;
      case 's3':
        await ensureBucket(settings);
        return true;
      case 'ready-file':
        return Number(readFileSync(ready.path, 'utf8')) === pid;
    }
  } catch {
    return false;
  }
}
