/**
 * Responsible for the wait for workers of one environment: whether there are enough, how those that there are differ, in words, and
 * when the work had better be begun anew on these.
 * Leaves to others: the slots themselves (fanout), and beginning anew (the stage's workflow).
 */
import { type Environment, EspalierError, type Fingerprint } from '@espalier/domain';
import { listPools, type WorkerPool, type WorkerRole } from '@espalier/fanout';
import { environmentChanges } from '@espalier/store';
import type { Redis } from 'ioredis';

/** Longer than a worker that died takes to be back. */
const moveAfterMs = 30_000;
/** Differences, or workers, that are told of two environments. */
const namedChanges = 3;

export interface WatchedWork {
  readonly redis: Redis;
  readonly role: WorkerRole;
  /** Needed at once. */
  readonly slots: number;
  readonly fingerprint: Fingerprint;
  readonly environment: Environment;
  /** Of the orchestrator: work can only go over to workers that have the same. */
  readonly code: Environment[string] | undefined;
  /** True where work was saved that only workers of this environment may go on with. */
  readonly isBound: boolean;
}

export interface FoundWorkers {
  readonly own: number;
  readonly others: string | null;
  readonly advice: string;
}

export class PoolWatch {
  /** When other workers could first have done what its own could not. */
  #since: number | null = null;

  constructor(
    private readonly work: WatchedWork,
    private readonly moveMs = moveAfterMs,
  ) {}

  /**
   * How many slots the right workers have, and where these are too few what there is of others and what to do, as clauses.
   * @throws EspalierError `workflow.other-workers` once those could have done the work for a while, and nothing binds it
   */
  async look(nowMs: number): Promise<FoundWorkers> {
    const { redis, role, slots, fingerprint, isBound } = this.work;
    const pools = await listPools(redis, role);
    const own = pools.find((pool) => pool.fingerprint === fingerprint)?.slots ?? 0;
    const others = pools.filter((pool) => pool.fingerprint !== fingerprint && pool.slots > 0);
    if (own >= slots || others.length === 0) {
      this.#since = null;
      return { own, others: null, advice: this.#more };
    }
    const isAble = others.some((pool) => pool.slots >= slots && this.#isOfCode(pool));
    this.#since = isAble ? (this.#since ?? nowMs) : null;
    if (this.#since !== null && !isBound && nowMs - this.#since >= this.moveMs)
      throw this.#other(own, others);
    const bound = isBound && isAble ? ', and what it has saved is not for those' : '';
    const isOfCode = others.some((pool) => this.#isOfCode(pool));
    const advice = isOfCode
      ? this.#more
      : `the code of ${named(others)} is not the orchestrator's, restart both (espalier down, up)`;
    return { own, others: `${this.#described(others)}${bound}`, advice };
  }

  get #more(): string {
    const { role, slots } = this.work;
    const [what, count] = role === 'feature' ? ['some', 2] : ['more hosts', slots];
    return `start ${what} (espalier down, then espalier up --${role}-workers ${count})`;
  }

  #described(others: readonly WorkerPool[]): string {
    const kinds = others.map(({ slots, environment }) => `${slots} (${this.#difference(environment)})`);
    return `of other environments there are ${kinds.join(' and ')}`;
  }

  #isOfCode({ environment }: WorkerPool): boolean {
    return environment.code === this.work.code;
  }

  #difference(environment: Environment): string {
    const changes = environmentChanges(this.work.environment, environment);
    return shortened(changes, '; ');
  }

  #other(own: number, others: readonly WorkerPool[]): EspalierError {
    const { role, slots, fingerprint } = this.work;
    const [needed, there] = [
      `${slots} ${role} ${slots === 1 ? 'slot' : 'slots'}`,
      `${own} of its environment`,
    ];
    return new EspalierError(
      'workflow.other-workers',
      `The stage needs ${needed}, but there are ${there}; ${this.#described(others)}.`,
      { details: { role, slots, fingerprint, others: others.map((pool) => pool.fingerprint) } },
    );
  }
}

/** An ID is the host, the worker's name, and a draw for each start. */
function named(pools: readonly WorkerPool[]): string {
  return shortened(
    pools.flatMap(({ workers }) => workers.map((id) => id.replace(/\.[0-9a-f]+$/, ''))),
    ', ',
  );
}

function shortened(words: readonly string[], separator: string): string {
  const more = words.length > namedChanges ? `${separator}and ${words.length - namedChanges} more` : '';
  return `${words.slice(0, namedChanges).join(separator)}${more}`;
}
