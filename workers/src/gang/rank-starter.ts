/**
 * Responsible for starting the processes of a host's ranks, some of them ahead: while the host has nothing to do it keeps some,
 * with Node started and the code loaded, so that a gang need not wait for that.
 * Leaves to others: what a rank is told, and its end (rank-process.ts).
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { GangRole } from '@espalier/workflows';
import { isAlive } from '../process/process-activity.js';
import { rankEnvironment } from './rank-environment.js';

/** Ranks that are asked for at once, after a death of one, have the cores first. */
const quietMs = 500;

/** Starts a rank's process, which waits for its assignment. @throws EspalierError as `rankEnvironment` */
export function forkRank(program: string, role: GangRole): ChildProcess {
  return fork(program, [String(process.pid), role], {
    serialization: 'advanced',
    // No flags of V8: with others than setting up had it takes none of the compiled code.
    execArgv: [],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: rankEnvironment(),
  });
}

export class RankStarter implements Disposable {
  readonly #spares = new Set<ChildProcess>();
  #atWork = 0;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly program: string,
    private readonly role: GangRole,
    /** How many are kept ahead. */
    private readonly spares: number,
  ) {
    this.#startSparesSoon();
  }

  /** A process that waits for its assignment: a spare, or else a new one. @throws EspalierError as `rankEnvironment` */
  start(): ChildProcess {
    clearTimeout(this.#timer);
    const rank = this.#takeSpare() ?? forkRank(this.program, this.role);
    this.#atWork += 1;
    rank.once('close', () => {
      this.#atWork -= 1;
      this.#startSparesSoon();
    });
    return rank;
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const spare of this.#spares) spare.kill('SIGKILL');
  }

  #takeSpare(): ChildProcess | null {
    for (const spare of this.#spares) {
      this.#spares.delete(spare);
      if (spare.connected && isAlive(spare.pid ?? 0)) return spare;
    }
    return null;
  }

  #startSparesSoon(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#startSpares(), quietMs).unref();
  }

  #startSpares(): void {
    if (this.#atWork > 0) return;
    while (this.#spares.size < this.spares) {
      const spare = this.#forkSpare();
      if (spare === null) return;
      this.#spares.add(spare);
      // Whoever asks for a rank next starts a new one, and hears of the reason.
      const forget = () => this.#spares.delete(spare);
      spare.once('exit', forget).on('error', forget);
    }
  }

  #forkSpare(): ChildProcess | null {
    try {
      return forkRank(this.program, this.role);
    } catch {
      // The same meets the next rank, whose run is told of it.
      return null;
    }
  }
}
