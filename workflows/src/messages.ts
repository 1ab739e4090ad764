/** The typed signals, queries and search attributes of a run. */
import type { AttemptFailure, RunProgress, StageAttempt } from '@espalier/domain';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';

/** Where every stage stands. */
export const progressQuery = defineQuery<RunProgress>('progress');

export interface StageAttempts {
  /** Of its gang; 1 for stages without one. */
  readonly attempt: number;
  /** How the latest attempt that failed ended; null where none has. */
  readonly lastFailure: AttemptFailure | null;
  /** Absent from workflows of earlier versions. */
  readonly attempts?: readonly StageAttempt[];
}

/** Asked of a stage's own workflow. One query, since of two at once Temporal lets one wait for a second or two. */
export const attemptsQuery = defineQuery<StageAttempts>('attempts');

/** Asks the run to stop; the reason is kept in its history. */
export const cancelSignal = defineSignal<[reason: string]>('cancel');

export const pipelineAttribute = defineSearchAttributeKey('EspalierPipeline', SearchAttributeType.KEYWORD);
export const statusAttribute = defineSearchAttributeKey('EspalierStatus', SearchAttributeType.KEYWORD);
/** Of a retry: the run that it is of. */
export const retryOfAttribute = defineSearchAttributeKey('EspalierRetryOf', SearchAttributeType.KEYWORD);
export const triggerAttribute = defineSearchAttributeKey('EspalierTrigger', SearchAttributeType.KEYWORD);
export const stageAttribute = defineSearchAttributeKey('EspalierStage', SearchAttributeType.KEYWORD);
