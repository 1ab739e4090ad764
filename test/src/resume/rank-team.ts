/**
 * Processes of ranks, kept from one training to the next and replaced where they ended: starts a gang, stops it as it is
 * told to, and says how each rank ended. Leaves to others: what is trained, and comparing.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findProgram, preparePrograms } from '@espalier/programs';
import type { Interruption } from './interruptions.js';
import type { RankJob, RankReport } from './rank-messages.js';
import type { TrainingCase } from './training-cases.js';

// Compiled also where this file is run as it is, since a process can't be started from TypeScript.
const rankModule = fileURLToPath(new URL('../../dist/resume/rank-process.js', import.meta.url));
const patienceMs = 30_000;
/** How long a rank may take to notice that another has ended, where its collective waits for it in vain. */
const graceMs = 2_000;

export interface TrainingFiles {
  readonly shardPaths: readonly string[];
  readonly checkpointDir?: string;
}

type RankEnd =
  | Extract<RankReport, { kind: 'done' | 'aborted' | 'failed' }>
  | { readonly kind: 'died'; readonly signal: string | null };

export type GangEnd =
  | { readonly kind: 'done'; readonly digest: string; readonly firstStep: number }
  | { readonly kind: 'stopped'; readonly firstStep: number; readonly doneSteps: number };

/** A lost peer is what a rank may say when another was stopped; anything else is a fault. */
const echoes: readonly string[] = ['collective-failed', 'rank-lost', 'step-aborted'];

export class RankTeam implements AsyncDisposable {
  readonly #ranks: ChildProcess[] = [];

  private constructor(private readonly rankProgram: string) {}

  /** Bundles what ranks run, as the product's is: hundreds of them start, and most of that time is the loading of modules. */
  static async create(): Promise<RankTeam> {
    await preparePrograms([rankModule]);
    return new RankTeam(findProgram(rankModule));
  }

  /**
   * Trains from the latest checkpoint on until the end or the interruption.
   * @throws Error when a rank ends in a way that the interruption does not explain, or the ranks' digests differ
   */
  async train(training: TrainingCase, files: TrainingFiles, stop: Interruption | null): Promise<GangEnd> {
    const ranks = Array.from({ length: training.worldSize }, (_, rank) => this.#process(rank));
    const job = (rank: number): RankJob => ({
      training,
      rank,
      ...files,
      ...(stop?.kind === 'abort' && stop.rank === rank
        ? { abort: { afterSteps: stop.afterSteps, delayMs: stop.delayMs } }
        : {}),
      ...(stop?.kind === 'kill-edge' && stop.rank === rank ? { killAfterSteps: stop.afterSteps } : {}),
    });
    let firstStep = 0;
    let doneSteps = 0;
    let strike: NodeJS.Timeout | undefined;
    const strikeAt = (step: number, rank: number) => {
      if (strike !== undefined || stop === null || stop.rank !== rank || step < stop.afterSteps) return;
      strike = setTimeout(() => ranks[rank]?.kill('SIGKILL'), stop.delayMs);
    };
    const ends = ranks.map((child, rank) =>
      endOf(child, training.worldSize, (report) => {
        if (report.kind === 'meeting') {
          for (const [other, peer] of ranks.entries()) {
            if (other !== rank) peer.send({ ...job(other), workerArgs: report.workerArgs });
          }
        }
        if (report.kind === 'began') firstStep = report.step;
        if (report.kind === 'step') {
          doneSteps = Math.max(doneSteps, report.doneSteps);
          if (stop?.kind === 'kill') strikeAt(report.doneSteps, rank);
        }
        if (report.kind === 'saving' && stop?.kind === 'kill-saving') strikeAt(report.step, rank);
      }),
    );
    ranks[0]?.send(job(0));
    const ended = await this.#endTogether(ranks, ends);
    clearTimeout(strike);
    return judge(ended, stop, { firstStep, doneSteps });
  }

  /** As the product's hosts do: once a rank has ended without being done, the others are given a moment and then ended. */
  async #endTogether(ranks: readonly ChildProcess[], ends: readonly Promise<RankEnd>[]): Promise<RankEnd[]> {
    let ending: NodeJS.Timeout | undefined;
    for (const end of ends) {
      void end.then(({ kind }) => {
        if (kind === 'done') return;
        ending ??= setTimeout(() => {
          for (const child of ranks) child.kill('SIGKILL');
        }, graceMs);
      });
    }
    const ended = await Promise.all(ends);
    clearTimeout(ending);
    return ended;
  }

  #process(rank: number): ChildProcess {
    const known = this.#ranks[rank];
    if (known !== undefined && known.exitCode === null && known.signalCode === null) return known;
    const child = fork(this.rankProgram, { execArgv: [] });
    this.#ranks[rank] = child;
    return child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#ranks) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
  }
}

/** A rank alone goes on in its process after an abort; one of a gang says what happened and ends. */
function endOf(
  child: ChildProcess,
  worldSize: number,
  onReport: (report: RankReport) => void,
): Promise<RankEnd> {
  return new Promise((resolve) => {
    let said: RankEnd | null = null;
    const settle = (end: RankEnd) => {
      clearTimeout(timer);
      child.off('message', receive);
      child.off('exit', exited);
      resolve(end);
    };
    const receive = (report: RankReport) => {
      onReport(report);
      if (report.kind === 'aborted' || report.kind === 'failed') said = report;
      if (report.kind === 'done') settle(report);
      else if (report.kind === 'aborted' && worldSize === 1) settle(report);
    };
    const exited = (_code: number | null, signal: string | null) => settle(said ?? { kind: 'died', signal });
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    child.on('message', receive);
    child.once('exit', exited);
  });
}

function judge(
  ends: readonly RankEnd[],
  stop: Interruption | null,
  { firstStep, doneSteps }: { readonly firstStep: number; readonly doneSteps: number },
): GangEnd {
  const digests = new Set(ends.map((end) => (end.kind === 'done' ? end.digest : null)));
  const [digest] = digests;
  if (digests.size === 1 && digest != null) return { kind: 'done', digest, firstStep };
  for (const [rank, end] of ends.entries()) {
    const isEcho = end.kind === 'failed' && echoes.includes(end.code);
    // A stop near the end may meet a rank that is done already, or leave one that waits for the goodbye of a dead one.
    const isStop = end.kind !== 'failed' && (rank === stop?.rank || end.kind === 'died');
    if (stop === null || !(end.kind === 'done' || isEcho || isStop)) {
      throw new Error(`rank ${rank} ended with ${JSON.stringify(end)}, of ${JSON.stringify(ends)}`);
    }
  }
  return { kind: 'stopped', firstStep, doneSteps };
}
