/**
 * Responsible for what the end of a rank's process means: the error that names how it ended, and how far it had come.
 * Leaves to others: starting and ending it (rank-process.ts), trying again (the workflow).
 */
import {
  EspalierError,
  type ProcessEnd,
  processEndText,
  type RankProgress,
  type SerializedError,
} from '@espalier/domain';
import { instanceOf, type RankInput } from '@espalier/workflows';

/** Lines in which native code and Node say what they die of; their stacks come after. */
const lastWords =
  /FATAL|terminate called|what\(\):|Check failed|Assertion|heap out of memory|bad_alloc|symbol lookup error|^[A-Z]\w*Error: /;
const longestWords = 300;

/** Keeps the end of what a process writes, line by line. */
export class LastWords {
  #text = '';

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-16_384);
  }

  /** The latest line that says why it ended; null where none does. */
  get line(): string | null {
    const line = this.#text.split('\n').findLast((each) => lastWords.test(each));
    return line === undefined ? null : line.trim().slice(0, longestWords);
  }
}

/** A loss of peers with where this rank was: that it is always the same place tells what no passing fault does. */
export function lostPeersAt(
  error: SerializedError,
  progress: RankProgress | null,
  stepsAMoment: number,
): SerializedError {
  if (error.code !== 'workflow.peer-lost') return error;
  const { phase = null, doneSteps = 0 } = progress ?? {};
  return { ...error, details: { ...error.details, phase, doneSteps, stepsAMoment } };
}

export interface RankDeath {
  readonly end: ProcessEnd;
  /** The last that it said of itself; null where it had not said anything. */
  readonly progress: RankProgress | null;
  readonly words: string | null;
  /** Steps between its last two reports: so many may have been done since. */
  readonly stepsAMoment: number;
}

/** The place of a rank, as every error and log line about it names it. */
export function rankPlace({ context, rank }: Pick<RankInput, 'context' | 'rank'>) {
  return { runId: context.runId, stage: instanceOf(context), rank, attempt: context.token };
}

/** Where in its work it was: `at step 1200 of 5000 (training)`, `while loading`. */
export function whereabouts(progress: RankProgress | null): string {
  if (progress === null) return 'before it said anything';
  const { doneSteps, totalSteps, phase } = progress;
  return totalSteps > 0 ? `at step ${doneSteps} of ${totalSteps} (${phase})` : `while ${phase}`;
}

/** `workflow.rank-died`, or `workflow.rank-out-of-memory` where the kernel counted such a kill. */
export function deathOf(input: Pick<RankInput, 'context' | 'rank'>, death: RankDeath): EspalierError {
  const { end, progress, words, stepsAMoment } = death;
  const { pid, exitCode, signal, outOfMemory } = end;
  return new EspalierError(
    signal === 'SIGKILL' && outOfMemory === true ? 'workflow.rank-out-of-memory' : 'workflow.rank-died',
    `Rank ${input.rank} of stage ${instanceOf(input.context)} (process ${pid}) ended ${processEndText(end)}, ${whereabouts(progress)}${words === null ? '' : `: ${words}`}.`,
    {
      details: {
        ...rankPlace(input),
        pid,
        exitCode,
        signal,
        outOfMemory,
        phase: progress?.phase ?? null,
        doneSteps: progress?.doneSteps ?? 0,
        stepsAMoment,
      },
    },
  );
}
