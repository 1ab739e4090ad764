/** What `bench scaling` and its rank processes tell each other; both ends of each message in one type. */
import type { WorkerArgs } from '@espalier/xgboost';

/** How the ranks of a gang sum. */
export type Way = 'alone' | 'shared-memory' | 'xgboost' | 'graph';

/** The rank's first argument, as JSON. */
export interface RankAssignment {
  readonly way: Way;
  readonly rank: number;
  readonly worldSize: number;
  readonly threads: number;
  /** Rows of the global batch. */
  readonly globalRows: number;
}

/** Once to each rank, when all have said where they are. */
export interface JoinMessage {
  readonly kind: 'join';
  readonly addresses: readonly string[];
  readonly secret: string;
  /** Of XGBoost's tracker; null for other ways. */
  readonly workerArgs: WorkerArgs | null;
}

export interface RunMessage {
  readonly kind: 'run';
  readonly steps: number;
}

export type RankReport =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'ready' }
  /** `losses`: the first task's loss of each step. */
  | { readonly kind: 'done'; readonly seconds: number; readonly losses: readonly number[] };
