/** The typed signals, queries and search attributes of a run. */
import type { AttemptFailure, RunProgress } from '@espalier/domain';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';

/** Where every stage stands. */
export const progressQuery = defineQuery<RunProgress>('progress');

/** Asked of a stage's own workflow: which attempt of its gang runs; 1 for stages without a gang. */
export const attemptQuery = defineQuery<number>('attempt');

/** Asked of a stage's own workflow: how the latest attempt that failed ended; null where none has. */
export const lastFailureQuery = defineQuery<AttemptFailure | null>('lastFailure');

/** Asks the run to stop; the reason is kept in its history. */
export const cancelSignal = defineSignal<[reason: string]>('cancel');

export const pipelineAttribute = defineSearchAttributeKey('EspalierPipeline', SearchAttributeType.KEYWORD);
export const statusAttribute = defineSearchAttributeKey('EspalierStatus', SearchAttributeType.KEYWORD);
export const stageAttribute = defineSearchAttributeKey('EspalierStage', SearchAttributeType.KEYWORD);
