/** The typed signals, queries and search attributes of a run. */
import type { RunProgress } from '@espalier/domain';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';

/** Where every stage stands. */
export const progressQuery = defineQuery<RunProgress>('progress');

/** Asks the run to stop; the reason is kept in its history. */
export const cancelSignal = defineSignal<[reason: string]>('cancel');

export const pipelineAttribute = defineSearchAttributeKey('EspalierPipeline', SearchAttributeType.KEYWORD);
export const statusAttribute = defineSearchAttributeKey('EspalierStatus', SearchAttributeType.KEYWORD);
export const stageAttribute = defineSearchAttributeKey('EspalierStage', SearchAttributeType.KEYWORD);
