/**
 * Responsible for the process in which a feature worker's shards are computed: started for the first, ended when there was nothing to do for a
 * while, with all memory that native libraries would have kept.
 * Leaves to others: computing (shard-main.ts), what becomes of a shard whose process died (feature-main.ts).
 */
import type { ChildProcess } from 'node:child_process';
import { EspalierError } from '@espalier/domain';
import type { ShardContext, ShardJob } from '@espalier/fanout';
import { toEspalierError } from '../process/activity-failures.js';
import type { ShardReply, ShardRequest } from './shard-messages.js';

/** Longer than most gangs' stages lie between two fan-outs of a small run: starting takes a few tenths of a second. */
const keptMs = 40_000;

type Question = DistributiveOmit<Extract<ShardRequest, { job: ShardJob }>, 'request'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly context: ShardContext | null;
}

export interface ShardProcessOptions {
  /** Starts a process that serves shards (serve-shards.ts) over its IPC channel, with `serialization: 'advanced'`. */
  readonly start: () => ChildProcess;
  /** Told how a process ended that had work in hand, which stays unanswered. */
  readonly onDeath: (how: string) => void;
  /** How long it is kept without work; default 40 s. */
  readonly keptMs?: number;
}

export class ShardProcess implements Disposable {
  #child: ChildProcess | null = null;
  #rest: NodeJS.Timeout | undefined;
  #requests = 0;
  readonly #pending = new Map<number, Pending>();

  constructor(private readonly options: ShardProcessOptions) {}

  /** @throws EspalierError as the shard's own work; `workflow.unexpected` where no process can be started */
  async compute(job: ShardJob, context: ShardContext): Promise<unknown> {
    const tellsParts = context.tellPart !== null;
    const { request, answer } = this.#ask({ kind: 'compute', job, tellsParts }, context);
    const abort = () => this.#send({ kind: 'abort', request });
    context.signal.addEventListener('abort', abort, { once: true });
    if (context.signal.aborted) abort();
    try {
      return await answer;
    } finally {
      context.signal.removeEventListener('abort', abort);
    }
  }

  /** What a job reads, as people call it. @throws EspalierError as `compute` */
  async inputsOf(job: ShardJob): Promise<readonly string[]> {
    return (await this.#ask({ kind: 'inputs', job }, null).answer) as readonly string[];
  }

  /** Ends the process, whatever it does; the next shard starts another one. */
  end(): void {
    clearTimeout(this.#rest);
    const child = this.#child;
    this.#child = null;
    child?.kill('SIGKILL');
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #ask(question: Question, context: ShardContext | null): { request: number; answer: Promise<unknown> } {
    clearTimeout(this.#rest);
    this.#requests += 1;
    const request = this.#requests;
    const answer = new Promise((resolve, reject) => {
      this.#pending.set(request, { resolve, reject, context });
      this.#child ??= this.#begin();
      this.#send({ ...question, request });
    }).finally(() => {
      this.#pending.delete(request);
      if (this.#pending.size === 0) this.#endSoon();
    });
    return { request, answer };
  }

  #endSoon(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.end(), this.options.keptMs ?? keptMs).unref();
  }

  #begin(): ChildProcess {
    const child = this.options.start();
    child.on('message', (reply: ShardReply) => this.#hear(reply));
    child.once('error', (error) => {
      // One that runs, but can't be told something, shows as ended.
      if (child.pid !== undefined || this.#child !== child) return;
      this.#child = null;
      for (const { reject } of this.#pending.values()) reject(cannotStart(error));
    });
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = null;
      if (this.#pending.size > 0) this.options.onDeath(signal ?? `exit code ${code}`);
    });
    return child;
  }

  #hear(reply: ShardReply): void {
    const pending = this.#pending.get(reply.request);
    if (pending === undefined) return;
    if (reply.kind === 'done') pending.resolve(reply.result);
    else if (reply.kind === 'failed') pending.reject(EspalierError.deserialize(reply.error));
    else if (reply.kind === 'rows') pending.context?.reportRows(reply.rows);
    else void this.#tellPart(pending.context, reply.part, reply.input);
  }

  async #tellPart(context: ShardContext | null, part: number, input: string | null): Promise<void> {
    try {
      await context?.tellPart?.(input);
      this.#send({ kind: 'part-told', part, error: null });
    } catch (error) {
      this.#send({ kind: 'part-told', part, error: toEspalierError(error).serialize() });
    }
  }

  /** A process that has ended is told nothing: its end is heard of by itself. */
  #send(message: ShardRequest): void {
    if (this.#child?.connected) this.#child.send(message, () => undefined);
  }
}

function cannotStart(cause: Error): EspalierError {
  return new EspalierError(
    'workflow.unexpected',
    `The process that computes shards could not be started: ${cause.message}.`,
    { cause },
  );
}
