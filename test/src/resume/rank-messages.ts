/** What a team and its ranks' processes tell each other; both ends of each message in one type. */
import type { WorkerArgs } from '@espalier/xgboost';
import type { TrainingCase } from './training-cases.js';

/** Gives up between two steps, or in the midst of one: with the process or, on one rank, within it. */
interface Abort {
  /** Steps or rounds that are done by then. */
  readonly afterSteps: number;
  /** Time from then on, in which a next step begins. */
  readonly delayMs: number;
}

/** Team to rank. */
export interface RankJob {
  readonly training: TrainingCase;
  readonly rank: number;
  readonly shardPaths: readonly string[];
  /** Where rank 0 keeps checkpoints and all ranks read them; absent: there are none. */
  readonly checkpointDir?: string;
  /** The gang's meeting point; absent on rank 0, which opens it. */
  readonly workerArgs?: WorkerArgs;
  readonly abort?: Abort;
  /** It kills itself as soon as so many steps are done; a report would reach the team too late for that. */
  readonly killAfterSteps?: number;
}

/** Rank to team. */
export type RankReport =
  | { readonly kind: 'meeting'; readonly workerArgs: WorkerArgs }
  | { readonly kind: 'began'; readonly step: number }
  | { readonly kind: 'step'; readonly doneSteps: number }
  | { readonly kind: 'saving'; readonly step: number }
  | { readonly kind: 'done'; readonly digest: string }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
