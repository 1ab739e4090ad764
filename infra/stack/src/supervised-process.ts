/**
 * One process under the supervisor: started, watched by its process ID, started again when it ends.
 * It is the same for a process that this supervisor started and for one that it adopted from an earlier one.
 */
import type { ChildProcess } from 'node:child_process';
import type { ProcessEnd } from '@espalier/domain';
import { MemoryKillWatch } from '@espalier/native';
import type { Settings } from '@espalier/settings';
import { launchProcess } from './launch-process.js';
import { isReady } from './probe-readiness.js';
import { writeProcessEnd } from './process-ends.js';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';
import { cutProcessLog } from './process-log.js';
import type { ProcessSpec } from './process-spec.js';
import { restartDelayMs, steadyAfterMs } from './restart-policy.js';
import type { StackLayout } from './stack-layout.js';
import { specDigest } from './stack-plan.js';
import type { ProcessRecord } from './stack-state.js';

/** What was counted by then is told from what is counted at the end. */
const lookAtMemoryEveryMs = 5_000;

export class SupervisedProcess {
  readonly #layout: StackLayout;
  readonly #settings: Settings;
  readonly #onChange: () => void;
  readonly #onEnd: () => void;
  #identity: ProcessIdentity | null = null;
  #state: ProcessRecord['state'] = 'waiting';
  #startedAtMs: number | null = null;
  #restarts = 0;
  #lastEnd: ProcessRecord['lastEnd'] = null;
  /** Null for a process that an earlier supervisor started: how that ends only the kernel learns. */
  #child: ChildProcess | null = null;
  #memory: MemoryKillWatch | null = null;
  #lookAtMemoryAtMs = 0;
  #failures = 0;
  #startAgainAtMs = 0;
  #probing = false;

  constructor(
    readonly spec: ProcessSpec,
    layout: StackLayout,
    settings: Settings,
    onChange: () => void,
    /** The kernel has told that it ended; `look` then sees it. */
    onEnd: () => void,
  ) {
    this.#layout = layout;
    this.#settings = settings;
    this.#onChange = onChange;
    this.#onEnd = onEnd;
  }

  get state(): ProcessRecord['state'] {
    return this.#state;
  }

  /** Whether it runs and needs no look to be seen ending. */
  get tellsItsEnd(): boolean {
    return this.#state === 'running' && this.#child !== null;
  }

  /** Whether an earlier supervisor started the one that runs. */
  get isAdopted(): boolean {
    return this.#identity !== null && this.#child === null;
  }

  /** Ends in a row without a steady time between them. */
  get failures(): number {
    return this.#failures;
  }

  get record(): ProcessRecord {
    return {
      name: this.spec.name,
      identity: this.#identity,
      state: this.#state,
      startedAtMs: this.#startedAtMs,
      restarts: this.#restarts,
      lastEnd: this.#lastEnd,
      address: this.spec.address,
      order: this.spec.order,
      stopGraceMs: this.spec.stopGraceMs,
      specDigest: specDigest(this.spec),
    };
  }

  /** Takes over a process that runs already. */
  adopt(record: ProcessRecord): void {
    this.#identity = record.identity;
    this.#state = 'starting';
    this.#startedAtMs = record.startedAtMs;
    this.#restarts = record.restarts;
    this.#lastEnd = record.lastEnd;
    if (record.identity !== null) this.#memory = new MemoryKillWatch(record.identity.pid);
    this.#onChange();
  }

  start(nowMs: number): void {
    this.#identity = null;
    this.#child = null;
    this.#memory = null;
    try {
      const child = launchProcess(this.spec, this.#layout);
      // A program that can't be run at all ends like any other.
      child.once('error', () => undefined);
      child.once('exit', this.#onEnd);
      if (child.pid !== undefined) {
        this.#child = child;
        this.#identity = identify(child.pid);
        this.#memory = new MemoryKillWatch(child.pid);
      }
    } catch {
      // No log file, no fork: the disk or the process table is full. Try again like after any end.
    }
    this.#state = 'starting';
    this.#startedAtMs = nowMs;
    this.#onChange();
  }

  /** Looks at the process once; called every tenth of a second or so, or where it `tellsItsEnd` when it has. */
  look(nowMs: number): void {
    if (this.#state === 'waiting') return;
    if (this.#state === 'backing-off') {
      if (nowMs < this.#startAgainAtMs) return;
      this.#restarts += 1;
      this.start(nowMs);
      return;
    }
    if (nowMs >= this.#lookAtMemoryAtMs) {
      this.#lookAtMemoryAtMs = nowMs + lookAtMemoryEveryMs;
      this.#memory?.look(nowMs);
    }
    if (this.#hasEnded()) this.#ended(nowMs);
    else if (this.#state === 'starting' && this.#identity !== null) void this.#probe(this.#identity);
  }

  /** Of a child its parent is told; it may be gone from the process table before. */
  #hasEnded(): boolean {
    if (this.#child !== null) return hasEnded(this.#child);
    return this.#identity === null || !isRunning(this.#identity);
  }

  trimLog(): void {
    cutProcessLog(this.#layout.logPath(this.spec.name));
  }

  #ended(nowMs: number): void {
    const steady = this.#startedAtMs !== null && nowMs - this.#startedAtMs > steadyAfterMs;
    this.#failures = steady ? 1 : this.#failures + 1;
    this.#recordEnd(nowMs);
    this.#identity = null;
    this.#state = 'backing-off';
    this.#startAgainAtMs = nowMs + restartDelayMs(this.#failures);
    this.#onChange();
  }

  #recordEnd(nowMs: number): void {
    const pid = this.#child?.pid ?? this.#identity?.pid;
    if (pid === undefined) return; // it could not be started at all
    const { exitCode = null, signalCode: signal = null } = this.#child ?? {};
    // Of an adopted process only the kernel's counters are left to say something.
    const mayBeKill = this.#child === null || signal === 'SIGKILL';
    const killed = mayBeKill ? (this.#memory?.sawKill(nowMs) ?? null) : false;
    const end: ProcessEnd = { pid, exitCode, signal, outOfMemory: killed };
    this.#lastEnd = { atMs: nowMs, ...end };
    writeProcessEnd(this.#layout, this.spec.name, end, nowMs);
  }

  async #probe(identity: ProcessIdentity): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    const ready = await isReady(this.spec.ready, identity.pid, this.#settings);
    this.#probing = false;
    if (!ready || this.#identity !== identity || this.#state !== 'starting') return;
    this.#state = 'running';
    this.#onChange();
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
