/**
 * A lock among the processes of one user on one host, as an abstract Unix socket: the kernel frees it when its owner
 * dies, however it dies, so that there are no stale locks. It does not reach other hosts or network namespaces.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

function tryBind(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

export interface HostLockOptions {
  /** How long to wait for the present owner before giving up. */
  readonly timeoutMs: number;
  /** Called once, when somebody else holds the lock. */
  readonly onWaiting?: () => void;
}

/**
 * Runs `work` while holding the lock named `purpose` on the folder `dir` (which is made if need be).
 * @returns what `work` returns, or null if the lock did not come free in time.
 */
export async function withHostLock<T>(
  dir: string,
  purpose: string,
  options: HostLockOptions,
  work: () => Promise<T>,
): Promise<{ value: T } | null> {
  mkdirSync(dir, { recursive: true });
  const digest = createHash('sha256').update(`${process.getuid?.() ?? 0}\n${realpathSync(dir)}\n${purpose}`);
  const address = `\0espalier-${digest.digest('hex').slice(0, 40)}`;
  const deadline = performance.now() + options.timeoutMs;
  let server = await tryBind(address);
  if (server === null) options.onWaiting?.();
  while (server === null) {
    if (performance.now() > deadline) return null;
    await sleep(100);
    server = await tryBind(address);
  }
  try {
    return { value: await work() };
  } finally {
    server.close();
  }
}
