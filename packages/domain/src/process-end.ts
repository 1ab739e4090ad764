/** How a process ended, as its parent and the kernel tell it. */
export interface ProcessEnd {
  readonly pid: number;
  /** Null where a signal ended it, and where nobody knows. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Whether the kernel killed it for want of memory; null where its counters can't be read. */
  readonly outOfMemory: boolean | null;
}

/** `by SIGKILL, for want of memory`: goes after "ended". */
export function processEndText({ exitCode, signal, outOfMemory }: Omit<ProcessEnd, 'pid'>): string {
  if (signal === null) {
    if (exitCode !== null) return `with exit code ${exitCode}`;
    return outOfMemory === true ? 'while the kernel killed for want of memory' : 'in a way that nobody saw';
  }
  if (signal !== 'SIGKILL') return `by ${signal}`;
  switch (outOfMemory) {
    case true:
      return 'by SIGKILL, for want of memory: the kernel counted such a kill';
    case false:
      return 'by SIGKILL from outside: the kernel counted no kill for want of memory';
    case null:
      return 'by SIGKILL';
  }
}
