/**
 * Responsible for what a run is expected to take, stage by stage and as a whole, by what past runs of its pipeline took; pure.
 * Leaves to others: finding those runs (client), and which stages the cache answers (workers).
 */
import type { StageName } from '../stages.js';
import {
  combined,
  noTime,
  type PastDurations,
  pastDurations,
  type SecondsSpread,
  sum,
} from './past-durations.js';

/** What a run in the past took. */
export interface PastRun {
  /** That its source had; null where nothing tells. */
  readonly rows: number | null;
  /** Of the stages that did their work themselves, and succeeded: the wait for slots included. */
  readonly seconds: Readonly<Partial<Record<StageName, number>>>;
}

/** A stage of the run that is planned. */
export interface StageAhead {
  readonly id: string;
  readonly name: StageName;
  /** IDs of those that it waits for. */
  readonly inputs: readonly string[];
  readonly isCached: boolean;
  /** That it holds while it runs, on hosts of encoders or trainers; 0 for others. */
  readonly slots: number;
  /** Twice the rows take it twice as long. */
  readonly growsWithRows: boolean;
}

export interface ExpectedStage {
  readonly name: StageName;
  /** It comes from the cache, and takes no time to speak of. */
  readonly isCached: boolean;
  readonly slots: number;
  /** Null where no past run tells. */
  readonly seconds: PastDurations | null;
  /** Seconds times slots; null where the seconds are. */
  readonly slotSeconds: SecondsSpread | null;
  /** Of the past runs those that had another number of rows, and were scaled by it. */
  readonly scaledRuns: number;
}

export interface ExpectedCost {
  readonly rows: number;
  readonly stages: readonly ExpectedStage[];
  /** From the start to the end, with what runs side by side counted once; null where a stage is unknown. */
  readonly seconds: SecondsSpread | null;
  readonly slotSeconds: SecondsSpread | null;
  /** Stages that would run, and of which no past run tells. */
  readonly unknown: readonly StageName[];
}

/** Runs of so many times the rows, or so many times fewer, tell more than others. */
const nearby = 2;

/** @param ahead each after those that it waits for */
export function expectedCost(
  ahead: readonly StageAhead[],
  rows: number,
  past: readonly PastRun[],
): ExpectedCost {
  const stages = ahead.map((stage) => expectedStage(stage, rows, past));
  const unknown = stages.filter(({ seconds, isCached }) => seconds === null && !isCached);
  const isKnown = unknown.length === 0;
  return {
    rows,
    stages,
    seconds: isKnown ? secondsOfAll(ahead, stages) : null,
    slotSeconds: isKnown
      ? combined(
          stages.map(({ slotSeconds }) => slotSeconds ?? noTime),
          sum,
        )
      : null,
    unknown: unknown.map(({ name }) => name),
  };
}

function expectedStage(
  { name, isCached, slots, growsWithRows }: StageAhead,
  rows: number,
  past: readonly PastRun[],
): ExpectedStage {
  if (isCached) return { name, isCached, slots, seconds: null, slotSeconds: null, scaledRuns: 0 };
  const told = past.flatMap((run) => {
    const seconds = run.seconds[name];
    return seconds === undefined ? [] : [{ seconds, factor: growsWithRows ? factorOf(run, rows) : 1 }];
  });
  const near = told.filter(({ factor }) => factor <= nearby && factor >= 1 / nearby);
  const used = near.length > 0 ? near : told;
  const seconds = pastDurations(used.map((each) => each.seconds * each.factor));
  return {
    ...{ name, isCached, slots, seconds },
    slotSeconds: seconds && combined([seconds], (each = 0) => each * slots),
    scaledRuns: used.filter(({ factor }) => factor !== 1).length,
  };
}

function factorOf({ rows: then }: PastRun, rows: number): number {
  return then === null || then === 0 || rows === 0 ? 1 : rows / then;
}

/** Along the way through the graph that takes longest. */
function secondsOfAll(ahead: readonly StageAhead[], stages: readonly ExpectedStage[]): SecondsSpread {
  const ends = new Map<string, SecondsSpread>();
  for (const [place, { id, inputs }] of ahead.entries()) {
    const before = inputs.flatMap((input) => ends.get(input) ?? []);
    const begins = combined([noTime, ...before], Math.max);
    ends.set(id, combined([begins, stages[place]?.seconds ?? noTime], sum));
  }
  return combined([noTime, ...ends.values()], Math.max);
}
