/**
 * Responsible for the process in which a feature worker's shards are computed: started for the first, ended when there was nothing to do for a
 * while, with all memory that native libraries would have kept, and when it hangs.
 * Leaves to others: computing (shard-main.ts), what becomes of a shard whose process died (feature-main.ts).
 */
import type { ChildProcess } from 'node:child_process';
import { EspalierError } from '@espalier/domain';
import type { ShardContext, ShardJob } from '@espalier/fanout';
import { toEspalierError } from '../process/activity-failures.js';
import { SilenceWatch } from '../process/silence-watch.js';
import type { ShardReply, ShardRequest } from './shard-messages.js';

/** Longer than most gangs' stages lie between two fan-outs of a small run: starting takes a few tenths of a second. */
const keptMs = 40_000;
/** It says once a second that it lives while it has work. */
const silenceMs = 10_000;
/** For an aborted shard, which nobody waits for, to end by itself: less than a worker that closes has for giving shards back. */
const abortMs = 3_000;
const lookEveryMs = 500;

type Question = WithoutRequest<Extract<ShardRequest, { job: ShardJob }>>;
type WithoutRequest<T> = T extends unknown ? Omit<T, 'request'> : never;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Null where nothing is computed. */
  readonly context: ShardContext | null;
}

/** How a process ended that had a shard in hand. */
interface ShardProcessDeath {
  /** For people. */
  readonly how: string;
  /** Of somebody else: null where it ended by itself, or was ended since it hung. */
  readonly signal: NodeJS.Signals | null;
}

export interface ShardProcessOptions {
  /** Starts a process that serves shards (serve-shards.ts) over its IPC channel, with `serialization: 'advanced'`. */
  readonly start: () => ChildProcess;
  /** Told of a process that died, or was ended since it hung, over a shard, which stays unanswered. */
  readonly onDeath: (death: ShardProcessDeath) => void;
  /** How long it is kept without work; default 40 s. */
  readonly keptMs?: number;
  /** One with work in hand that for so long neither says that it lives, nor uses its processor, nor waits for a disk hangs; default 10 s. */
  readonly silenceMs?: number;
  /** How long an aborted shard may take to end; default 3 s. */
  readonly abortMs?: number;
}

export class ShardProcess implements Disposable {
  readonly #options: Required<ShardProcessOptions>;
  #child: ChildProcess | null = null;
  #rest: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #requests = 0;
  #watch: SilenceWatch | null = null;
  #hung: string | null = null;
  readonly #pending = new Map<number, Pending>();

  constructor(options: ShardProcessOptions) {
    this.#options = { keptMs, silenceMs, abortMs, ...options };
  }

  /**
   * @throws EspalierError as the shard's own work; `workflow.unexpected` where no process can be started. What the signal says, where the shard does not end on it: its
   *   process is ended then
   */
  async compute(job: ShardJob, context: ShardContext): Promise<unknown> {
    const tellsParts = context.tellPart !== null;
    const { request, answer } = this.#ask({ kind: 'compute', job, tellsParts }, context);
    const { signal } = context;
    let limit: NodeJS.Timeout | undefined;
    const abort = () => {
      this.#send({ kind: 'abort', request });
      limit = setTimeout(() => {
        this.#pending.get(request)?.reject(signal.reason);
        this.end();
      }, this.#options.abortMs);
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    try {
      return await answer;
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', abort);
    }
  }

  /** What a job reads, as people call it. @throws Error where the process ends over it, or can't be started */
  async inputsOf(job: ShardJob): Promise<readonly string[]> {
    return (await this.#ask({ kind: 'inputs', job }, null).answer) as readonly string[];
  }

  /** Ends the process, whatever it does, which fails then; the next shard starts another one. */
  end(): void {
    clearTimeout(this.#rest);
    clearInterval(this.#looking);
    const child = this.#child;
    this.#child = null;
    child?.kill('SIGKILL');
    for (const { reject } of this.#pending.values())
      reject(new Error('The process that computes shards was ended.'));
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #ask(question: Question, context: ShardContext | null): { request: number; answer: Promise<unknown> } {
    clearTimeout(this.#rest);
    // One whose channel is gone can't be told anything any more: it was killed for that, or has just ended.
    if (this.#child?.connected === false) this.#bury(null, 'SIGKILL');
    this.#requests += 1;
    const request = this.#requests;
    const answer = new Promise((resolve, reject) => {
      this.#pending.set(request, { resolve, reject, context });
      this.#child ??= this.#begin();
      this.#lookAfter(this.#child);
      this.#send({ ...question, request });
    }).finally(() => {
      this.#pending.delete(request);
      if (this.#pending.size === 0) this.#restSoon();
    });
    return { request, answer };
  }

  #restSoon(): void {
    clearInterval(this.#looking);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.end(), this.#options.keptMs).unref();
  }

  #lookAfter(child: ChildProcess): void {
    clearInterval(this.#looking);
    const watch = new SilenceWatch(child.pid ?? 0, this.#options.silenceMs);
    this.#watch = watch;
    this.#looking = setInterval(() => {
      const quiet = watch.look(Date.now());
      if (quiet === null) return;
      const seconds = Math.round(quiet.ms / 1000);
      this.#hung = quiet.stopped
        ? `stopped by a signal for ${seconds} s`
        : `no sign of life for ${seconds} s`;
      child.kill('SIGKILL');
    }, lookEveryMs);
  }

  #begin(): ChildProcess {
    const child = this.#options.start();
    this.#hung = null;
    child.on('message', (reply: ShardReply) => this.#hear(reply));
    child.once('disconnect', () => child.kill('SIGKILL'));
    child.once('error', (error) => {
      // One that runs, but can't be told something, shows as ended.
      if (child.pid !== undefined || this.#child !== child) return;
      this.#child = null;
      for (const { reject } of this.#pending.values()) reject(cannotStart(error));
    });
    child.once('exit', (code, signal) => {
      if (this.#child === child) this.#bury(code, signal);
    });
    return child;
  }

  #bury(code: number | null, signal: NodeJS.Signals | null): void {
    clearInterval(this.#looking);
    this.#child = null;
    const how = this.#hung ?? signal ?? `exit code ${code}`;
    const foreign = this.#hung === null ? signal : null;
    const pending = [...this.#pending.values()];
    for (const { context, reject } of pending) {
      if (context === null) reject(new Error(`The process that computes shards ended: ${how}.`));
    }
    if (pending.some(({ context }) => context !== null)) this.#options.onDeath({ how, signal: foreign });
  }

  #hear(reply: ShardReply): void {
    this.#watch?.sign(Date.now());
    if (reply.kind === 'alive') return;
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
