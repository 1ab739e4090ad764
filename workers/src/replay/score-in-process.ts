/** Responsible for a few rows scored in a process of its own, with an end. Leaves to others: scoring (replay-main.ts), which rows. */
import { fork } from 'node:child_process';
import { EspalierError } from '@espalier/domain';
import type { FewScores } from '@espalier/scorer';
import { inheritedEnvironment, type Settings } from '@espalier/settings';
import type { ScoringAssignment, ScoringReport } from './scoring-messages.js';

/** @throws EspalierError as `scoreFewRows`; `registry.replay-failed` where the process ended without an answer, or gave none in time */
export type ScoreRows = (rows: Omit<ScoringAssignment, 'settings'>) => Promise<FewScores>;

/** Starting and loading takes a second or two, on a machine that is busy ten, fetching a large bundle some more. */
const longestMs = 60_000;

/** @param program what to run: the bundle of replay-main.ts, or the module itself */
export function rowScorer(program: string, settings: Settings): ScoreRows {
  return (rows) =>
    new Promise<FewScores>((resolve, reject) => {
      const assignment: ScoringAssignment = { ...rows, settings };
      const child = fork(program, [String(process.pid)], {
        serialization: 'advanced',
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: [],
        env: inheritedEnvironment(),
      });
      const end = () => child.kill('SIGKILL');
      const limit = setTimeout(() => {
        reject(failed(`did not answer within ${longestMs / 1000} s`, assignment));
        end();
      }, longestMs);
      child.once('message', (report: ScoringReport) => {
        if (report.kind === 'done') resolve(report.result);
        else reject(EspalierError.deserialize(report.error));
      });
      child.once('error', (cause) => reject(failed(`could not be started: ${cause.message}`, assignment)));
      child.once('exit', (code, signal) => {
        clearTimeout(limit);
        reject(failed(`ended by ${signal ?? `exit code ${code}`}`, assignment, signal));
      });
      child.send(assignment, () => undefined);
    });
}

function failed(
  how: string,
  { bundleUri }: ScoringAssignment,
  signal: NodeJS.Signals | null = null,
): EspalierError {
  return new EspalierError('registry.replay-failed', `The process that scores rows by ${bundleUri} ${how}.`, {
    details: { bundle: bundleUri, ...(signal === null ? {} : { signal }) },
  });
}

/** Native code that fails; not what ends a process from without. */
const crashes: readonly unknown[] = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP'];

/** Whether the process that scores has died of what it did. */
export function isCrash(error: unknown): boolean {
  return (
    error instanceof EspalierError &&
    error.code === 'registry.replay-failed' &&
    crashes.includes(error.details.signal)
  );
}
