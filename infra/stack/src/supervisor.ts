/**
 * Keeps a stack's processes running: adopts what an earlier supervisor left, starts the rest in order, starts again
 * what ends. It writes the state file that `up`, `down` and `status` read, and decides nothing about ports or settings.
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError, processEndText } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { writeJsonFile } from './json-file.js';
import { writeProcessEnd } from './process-ends.js';
import { descendsFrom, isRunning, markedProcesses, type ProcessIdentity } from './process-identity.js';
import { lastLogLine } from './process-log.js';
import type { StackLayout } from './stack-layout.js';
import { type StackPlan, specDigest } from './stack-plan.js';
import { type ProcessRecord, readStackState, type StackState } from './stack-state.js';
import { killProcesses, stopProcesses } from './stop-processes.js';
import { SupervisedProcess } from './supervised-process.js';

/** While a process starts, is to be started again, or was adopted: how that ends nobody tells. */
const lookEveryMs = 100;
/** Of one that was started here and runs, the kernel tells the end. */
const restEveryMs = 5_000;
const trimLogsEveryMs = 60_000;
const startTimeoutMs = 120_000;
/** A process that ends this often while the stack starts won't start. */
const failuresToGiveUp = 3;

export class Supervisor {
  readonly #identity: ProcessIdentity;
  readonly #layout: StackLayout;
  readonly #processes: readonly SupervisedProcess[];
  #phase: StackState['phase'] = 'starting';
  #error: EspalierError | null = null;
  #stopAsked = false;
  #wake: () => void = () => undefined;

  constructor(identity: ProcessIdentity, layout: StackLayout, plan: StackPlan, settings: Settings) {
    this.#identity = identity;
    this.#layout = layout;
    this.#processes = plan.processes.map(
      (spec) =>
        new SupervisedProcess(
          spec,
          layout,
          settings,
          () => this.#writeState(),
          () => this.#wake(),
        ),
    );
  }

  /** Asks for an orderly end; `run` returns when all is stopped. */
  stop(): void {
    this.#stopAsked = true;
    this.#wake();
  }

  /** Returns after `stop`, or when the stack could not be started; then all that was started here is stopped. */
  async run(): Promise<void> {
    try {
      await this.#takeOver();
      await this.#startInOrder();
    } catch (error) {
      await this.#giveUp(error);
      return;
    }
    if (!this.#stopAsked) this.#enter('ready');
    let trimAtMs = Date.now() + trimLogsEveryMs;
    while (!this.#stopAsked) {
      this.#lookAtAll();
      if (Date.now() > trimAtMs) {
        trimAtMs = Date.now() + trimLogsEveryMs;
        for (const each of this.#processes) each.trimLog();
      }
      await this.#untilSomethingEnds();
    }
    this.#enter('stopping');
    await stopProcesses(this.#processes.map((each) => each.record));
    await killProcesses(this.#unrecorded([]));
    rmSync(this.#layout.statePath, { force: true });
  }

  /** Adopts what still runs as planned, and ends what runs otherwise. */
  async #takeOver(): Promise<void> {
    const records = readStackState(this.#layout.statePath)?.processes ?? [];
    const left = records.filter(({ identity }) => identity !== null && isRunning(identity));
    for (const { name, identity } of records) {
      if (identity === null || isRunning(identity)) continue;
      const end = { pid: identity.pid, exitCode: null, signal: null, outOfMemory: null };
      writeProcessEnd(this.#layout, name, end, Date.now());
    }
    const foreign: ProcessRecord[] = [];
    for (const record of left) {
      const match = this.#processes.find(
        ({ spec }) => spec.name === record.name && specDigest(spec) === record.specDigest,
      );
      if (match === undefined) foreign.push(record);
      else match.adopt(record);
    }
    this.#writeState();
    await stopProcesses(foreign);
    // A supervisor killed between starting a process and writing it down leaves one that no record names.
    await killProcesses(this.#unrecorded(left));
  }

  #unrecorded(records: readonly ProcessRecord[]): readonly ProcessIdentity[] {
    const recorded = new Set(records.flatMap(({ identity }) => (identity === null ? [] : [identity.pid])));
    return markedProcesses(this.#layout.homeDir).filter(({ pid }) => !descendsFrom(pid, recorded));
  }

  async #startInOrder(): Promise<void> {
    const orders = [...new Set(this.#processes.map(({ spec }) => spec.order))].sort((a, b) => a - b);
    const deadlineMs = Date.now() + startTimeoutMs;
    for (const order of orders) {
      const group = this.#processes.filter(({ spec }) => spec.order === order);
      for (const each of group) if (each.state === 'waiting') each.start(Date.now());
      while (!this.#stopAsked && group.some(({ state }) => state !== 'running')) {
        this.#lookAtAll();
        this.#requireProgress(group, deadlineMs);
        await sleep(lookEveryMs);
      }
      if (this.#stopAsked) return;
    }
  }

  /** @throws EspalierError `stack.start-failed`. */
  #requireProgress(group: readonly SupervisedProcess[], deadlineMs: number): void {
    const late = Date.now() > deadlineMs;
    const stuck = group.find(
      ({ state, failures }) => failures >= failuresToGiveUp || (late && state !== 'running'),
    );
    if (stuck === undefined) return;
    const { name } = stuck.spec;
    const logPath = this.#layout.logPath(name);
    throw new EspalierError(
      'stack.start-failed',
      stuck.failures >= failuresToGiveUp
        ? `${name} ended ${stuck.failures} times while it was starting${lastEndText(stuck)}: ${lastLogLine(logPath)} (its log: ${logPath})`
        : `${name} did not answer within ${startTimeoutMs / 1000} s (its log: ${logPath})`,
      { details: { process: name, logPath } },
    );
  }

  async #giveUp(cause: unknown): Promise<void> {
    const started = this.#processes.filter(({ isAdopted }) => !isAdopted);
    const kept = this.#processes.filter(({ isAdopted }) => isAdopted).map((each) => each.record);
    await stopProcesses(started.map((each) => each.record));
    await killProcesses(this.#unrecorded(kept));
    this.#error =
      cause instanceof EspalierError
        ? cause
        : new EspalierError('stack.start-failed', `The supervisor failed: ${String(cause)}`, { cause });
    this.#phase = 'failed';
    this.#writeState(kept);
  }

  /** Or for as long as nothing has to be looked at. */
  #untilSomethingEnds(): Promise<void> {
    const isQuiet = this.#processes.every((each) => each.tellsItsEnd);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, isQuiet ? restEveryMs : lookEveryMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #lookAtAll(): void {
    const nowMs = Date.now();
    for (const each of this.#processes) each.look(nowMs);
  }

  #enter(phase: StackState['phase']): void {
    this.#phase = phase;
    this.#writeState();
  }

  #writeState(processes: readonly ProcessRecord[] = this.#processes.map((each) => each.record)): void {
    const state: StackState = {
      supervisor: this.#identity,
      phase: this.#phase,
      error: this.#error?.serialize() ?? null,
      processes: [...processes],
    };
    try {
      writeJsonFile(this.#layout.statePath, state);
    } catch {
      // A full disk must not end the supervisor: the next change writes the file again.
    }
  }
}

function lastEndText({ record: { lastEnd } }: SupervisedProcess): string {
  return lastEnd === null ? '' : `, the last time ${processEndText(lastEnd)}`;
}
