/**
 * Where the ranks of one start of a gang meet: rank 0 publishes how to reach it, the others wait for that.
 * Leaves what is published (a tracker's arguments) to callers.
 */
import { EspalierError } from '@espalier/domain';
import type { Redis } from 'ioredis';
import { cancelled, pause, unlessAborted, within } from '../waiting.js';

/** One start of a gang; a new token never sees what an older one published. */
export interface GangStart {
  readonly gangId: string;
  readonly token: number;
}

const lookEveryMs = 25;

function rendezvousKey({ gangId, token }: GangStart): string {
  return `espalier:rendezvous:{${gangId}}:${token}`;
}

/** Publishes JSON for the other ranks; it is gone after `ttlMs`. */
export async function publishRendezvous(
  redis: Redis,
  start: GangStart,
  value: unknown,
  ttlMs: number,
): Promise<void> {
  await redis.set(rendezvousKey(start), JSON.stringify(value), 'PX', ttlMs);
}

/**
 * What rank 0 published, as JSON; the caller checks its shape.
 * @throws EspalierError `fanout.rendezvous-timeout` after `timeoutMs`, `fanout.cancelled` on abort
 */
export async function awaitRendezvous(
  redis: Redis,
  start: GangStart,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<unknown> {
  const signal = options.signal ?? new AbortController().signal;
  const what = `The rendezvous of gang ${start.gangId}`;
  const deadlineMs = Date.now() + options.timeoutMs;
  for (;;) {
    const look = within(redis.get(rendezvousKey(start)), Math.max(0, deadlineMs - Date.now()));
    const text = await unlessAborted(look, signal, what);
    if (typeof text === 'string') return JSON.parse(text);
    if (Date.now() >= deadlineMs) {
      throw new EspalierError(
        'fanout.rendezvous-timeout',
        `Rank 0 of gang ${start.gangId} (token ${start.token}) did not publish within ${options.timeoutMs} ms.`,
        { details: { gangId: start.gangId, token: start.token, timeoutMs: options.timeoutMs } },
      );
    }
    await pause(lookEveryMs, signal);
    if (signal.aborted) throw cancelled(what, signal);
  }
}
