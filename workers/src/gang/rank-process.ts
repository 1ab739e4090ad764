/**
 * Responsible for one rank's process: gives it its assignment, relays its reports, and ends it when told to or when it hangs.
 * Leaves to others: starting it (rank-starter.ts).
 */
import { AsyncResource } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError, type ProcessEnd, type RankProgress } from '@espalier/domain';
import { MemoryKillWatch } from '@espalier/native';
import { instanceOf, type RankResult } from '@espalier/workflows';
import { type Quiet, SilenceWatch } from '../process/silence-watch.js';
import { deathOf, LastWords, lostPeersAt, rankPlace, whereabouts } from './rank-end.js';
import type { RankAssignment, RankReport } from './rank-messages.js';

export interface RankProcessOptions {
  /** Starts a process that waits for its assignment. */
  readonly start: () => ChildProcess;
  readonly assignment: RankAssignment;
  /** Ends the rank by SIGKILL. */
  readonly signal: AbortSignal;
  /** A rank that neither reports, nor uses its CPU, nor waits for a disk for so long counts as hung. */
  readonly silenceMs: number;
  readonly onStart?: (pid: number) => void;
  readonly onProgress: (progress: RankProgress) => void;
  /** Told once the process is gone, whatever came of it. */
  readonly onEnd?: (end: ProcessEnd, told: LastTold) => void;
}

/** The last that a rank said of itself before it ended. */
export interface LastTold {
  readonly progress: RankProgress | null;
  /** Absent unless it said that it failed. */
  readonly failure?: string;
}

const checkEveryMs = 500;
/** What a process wrote last is there when it has ended; only a process of its own that outlives it holds the pipe open. */
const lastWordsMs = 500;

/**
 * Runs the rank to its end; returns or throws only when its process is gone.
 * @throws EspalierError the rank's own error; `workflow.rank-died`, `workflow.rank-out-of-memory`, `workflow.rank-silent`
 */
export async function runRankProcess(options: RankProcessOptions): Promise<RankResult> {
  const { start, assignment, signal, silenceMs } = options;
  const { input } = assignment;
  const child = start();
  const ended = endOf(child);
  const { pid } = child;
  if (pid === undefined) throw await cannotStart(options, ended);
  options.onStart?.(pid);
  const words = keepLastWords(child);
  const memory = new MemoryKillWatch(pid);
  const watch = new SilenceWatch(pid, silenceMs);
  let outcome: RankReport | null = null;
  let progress: RankProgress | null = null;
  let stepsAMoment = 0;
  let silent: EspalierError | null = null;
  const kill = () => child.kill('SIGKILL');
  const timer = setInterval(() => {
    memory.look(Date.now());
    const quiet = watch.look(Date.now());
    if (quiet === null) return;
    silent ??= silenceOf(options, pid, quiet, progress);
    kill();
  }, checkEveryMs);
  signal.addEventListener('abort', kill);
  try {
    const hear = (report: RankReport) => {
      watch.sign(Date.now());
      if (report.kind === 'progress') {
        stepsAMoment = report.progress.doneSteps - (progress?.doneSteps ?? report.progress.doneSteps);
        progress = report.progress;
        options.onProgress(progress);
      } else if (report.kind !== 'alive') outcome = report;
    };
    // A process that was started ahead speaks in the context of its start, which was no activity's.
    child.on('message', AsyncResource.bind(hear));
    if (signal.aborted) kill();
    // A process that ends before it has its assignment shows as ended, below.
    child.send(assignment, () => undefined);
    const { exitCode, signalName } = await ended;
    // A message that came before the exit may still be on its way through the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const outOfMemory =
      signalName === 'SIGKILL' && silent === null && !signal.aborted ? memory.sawKill() : false;
    const end = { pid, exitCode, signal: signalName, outOfMemory };
    const last = outcome as RankReport | null;
    options.onEnd?.(end, {
      progress,
      ...(last?.kind === 'failed' ? { failure: last.error.message } : {}),
    });
    if (last?.kind === 'done') return last.result;
    if (last?.kind === 'failed')
      throw EspalierError.deserialize(lostPeersAt(last.error, progress, stepsAMoment));
    if (silent !== null) throw silent as EspalierError;
    throw deathOf(input, { end, progress, words: await words(), stepsAMoment });
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', kill);
  }
}

interface ExitStatus {
  readonly exitCode: number | null;
  readonly signalName: string | null;
}

function endOf(child: ChildProcess): Promise<ExitStatus> {
  const ended = new Promise<ExitStatus>((resolve, reject) => {
    child.once('error', (error) => {
      // Of a process that runs it may be that it could not be signalled or told something: it still ends.
      if (child.pid === undefined) reject(error);
    });
    child.once('exit', (exitCode, signalName) => resolve({ exitCode, signalName }));
  });
  ended.catch(() => undefined);
  return ended;
}

async function cannotStart(
  { assignment: { input } }: RankProcessOptions,
  ended: Promise<ExitStatus>,
): Promise<EspalierError> {
  const cause = await ended.then(
    () => undefined,
    (error: unknown) => error,
  );
  const reason = cause instanceof Error ? cause.message : 'no reason was given';
  return new EspalierError(
    'workflow.rank-died',
    `The process of rank ${input.rank} of stage ${instanceOf(input.context)} could not be started: ${reason}.`,
    { details: rankPlace(input), cause },
  );
}

/** Passes on what the process writes to standard error, and keeps the end of it. */
function keepLastWords(child: ChildProcess): () => Promise<string | null> {
  const { stderr } = child;
  if (stderr === null) return () => Promise.resolve(null);
  const words = new LastWords();
  stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words.add(chunk);
    process.stderr.write(chunk);
  });
  const whole = finished(stderr).catch(() => undefined);
  return async () => {
    await Promise.race([whole, sleep(lastWordsMs)]);
    return words.line;
  };
}

function silenceOf(
  { assignment: { input } }: RankProcessOptions,
  pid: number,
  { ms, stopped }: Quiet,
  progress: RankProgress | null,
): EspalierError {
  const why = stopped ? 'was stopped by a signal' : 'gave no sign of life';
  return new EspalierError(
    'workflow.rank-silent',
    `Rank ${input.rank} of stage ${instanceOf(input.context)} (process ${pid}) ${why} for ${Math.round(ms / 1000)} s, ${whereabouts(progress)}, so it was ended.`,
    {
      details: {
        ...rankPlace(input),
        pid,
        stopped,
        phase: progress?.phase ?? null,
        doneSteps: progress?.doneSteps ?? 0,
      },
    },
  );
}
