/** What the process of a fold is told by `bench fold`, and what it tells of itself. */
import type { ShardJob } from '@espalier/fanout';
import type { Settings } from '@espalier/settings';

export interface FoldRequest {
  readonly settings: Settings;
  readonly scratchDir: string;
  /** As a feature worker would take it from the queue. */
  readonly job: ShardJob;
}

export interface FoldReport {
  readonly seconds: number;
  /** The most memory that the process ever had resident. */
  readonly peakMib: number;
  /** The longest time in which the process could neither hear nor tell anything. */
  readonly longestPauseSeconds: number;
}
