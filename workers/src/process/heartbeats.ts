/**
 * Responsible for the heartbeats of all activities of this process: how often, and what they carry.
 * Leaves to others: what is progress, and what happens where a heartbeat fails to come (workflows' timeouts).
 */
import type { ActivityProgress } from '@espalier/domain';
import { Context } from '@temporalio/activity';
import { type Movement, movementOf } from './movement.js';

const heartbeatEveryMs = 1_000;
/** Each is a write of Temporal's: hundreds that wait must not keep it from the few that work. */
const mostHeartbeatsASecond = 60;

/** Two more come, each late, before an activity counts as lost. */
const beatsInTimeout = 3;

class Heartbeats implements Disposable {
  static running = 0;

  #progress: (ActivityProgress & { readonly movedAtMs: number }) | undefined;
  #movement: Movement | null = null;
  #lastAtMs = 0;
  #timer: NodeJS.Timeout;
  #isOver = false;

  constructor(private readonly context: Context) {
    Heartbeats.running += 1;
    this.#timer = this.#later(Math.random());
  }

  report(progress: ActivityProgress): void {
    // Whatever is still under way of an activity that has ended has nobody to tell.
    if (this.#isOver) return;
    this.#movement = movementOf(this.#movement, progress, Date.now());
    const { movedAtMs } = this.#movement;
    this.#progress = { ...progress, movedAtMs };
    const { leastMs } = heartbeatPauses(Heartbeats.running, this.#timeoutMs);
    if (Date.now() - this.#lastAtMs >= leastMs) this.#beat();
  }

  #beat(): void {
    clearTimeout(this.#timer);
    this.#lastAtMs = Date.now();
    this.context.heartbeat(this.#progress);
    this.#timer = this.#later(1);
  }

  /** @param share of the pause: hundreds that begin at once do not beat at once ever after. */
  #later(share: number): NodeJS.Timeout {
    const { mostMs } = heartbeatPauses(Heartbeats.running, this.#timeoutMs);
    return setTimeout(() => this.#beat(), share * mostMs);
  }

  get #timeoutMs(): number {
    return this.context.info.heartbeatTimeoutMs ?? beatsInTimeout * heartbeatEveryMs;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    Heartbeats.running -= 1;
  }
}

/**
 * Pauses between two heartbeats of an activity, of so many that run here: the least one where there is progress to tell, and the most.
 * Three fit into the time after which it counts as lost, whatever that makes of the sum. Pure.
 */
export function heartbeatPauses(
  activities: number,
  timeoutMs: number,
): { readonly leastMs: number; readonly mostMs: number } {
  const longestMs = timeoutMs / beatsInTimeout;
  const spreadMs = Math.min(longestMs, (activities / mostHeartbeatsASecond) * 1_000);
  // One of few tells each of its steps.
  const leastMs = spreadMs < heartbeatEveryMs ? 0 : spreadMs;
  return { leastMs, mostMs: Math.min(longestMs, Math.max(heartbeatEveryMs, spreadMs)) };
}

const heartbeatsOf = new WeakMap<Context, Heartbeats>();

/** Until it is disposed of, the activity heartbeats with its latest progress. */
export function startHeartbeats(context: Context): Disposable {
  const heartbeats = new Heartbeats(context);
  heartbeatsOf.set(context, heartbeats);
  return heartbeats;
}

/** What the running activity's next heartbeats carry; the first one at once, the others too unless hundreds run. */
export function reportProgress(value: ActivityProgress): void {
  const context = Context.current();
  const heartbeats = heartbeatsOf.get(context);
  if (heartbeats === undefined) context.heartbeat(value);
  else heartbeats.report(value);
}
