/** Responsible for the one message that a process of a benchmark sends before it ends. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** @param what the process does, for the error. @throws Error if it ends without a message */
export async function reportOfChild<T>(child: ChildProcess, what: string): Promise<T> {
  const ended = new AbortController();
  const { signal } = ended;
  const death = once(child, 'exit', { signal }).then(([code, by]) => {
    throw new Error(`${what} ended with ${by ?? code}`);
  });
  try {
    const [report] = (await Promise.race([once(child, 'message', { signal }), death])) as [T];
    return report;
  } finally {
    ended.abort();
    await death.catch(() => undefined);
  }
}
