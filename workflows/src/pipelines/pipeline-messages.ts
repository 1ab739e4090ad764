/** What a pipeline's workflow is asked and told, and what it and its activities hand each other. */
import type { Admission, ArrivalWatch, Concurrency, PipelineActivity, RunQueue } from '@espalier/domain';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

export interface TurnRequest {
  readonly pipeline: string;
  readonly runId: string;
  readonly concurrency: Concurrency;
}

/** A run asks for its turn; asked again it is told the same. */
export const enterUpdate = defineUpdate<Admission, [TurnRequest]>('enterPipeline');
/** A run has ended. */
export const leaveSignal = defineSignal<[runId: string]>('leavePipeline');
/** Tells a run that waited that it may begin. */
export const turnSignal = defineSignal('turn');
/** Looks for arrivals from now on, as the version of the pipeline that counts says; where it does already nothing changes. */
export const watchUpdate = defineUpdate<void, [null]>('watchArrivals');
/** Whether a run has its turn: it goes beside or before others of its pipeline, and has not ended. */
export const hasTurnQuery = defineQuery<boolean>('hasTurn');
export const pipelineQuery = defineQuery<PipelineActivity>('pipeline');

export interface PipelineWorkflowInput {
  readonly pipeline: string;
  /** Of the run of the workflow that this one goes on from; absent in its first. */
  readonly continued?: { readonly queue: RunQueue; readonly watch: ArrivalWatch | null };
  /** Length of the history from which the workflow goes on as a new run. */
  readonly longestHistory: number;
}

/** Of a workflow whose history holds some hundred runs at most. */
export const longestPipelineHistory = 2_000;

export function pipelineWorkflowId(pipeline: string): string {
  return `pipeline/${pipeline}`;
}

/** Activities of the orchestrator that runs and pipelines' workflows ask. */
export interface PipelineActivities {
  /** Asks the pipeline's workflow, which is started where it does not run. */
  enterPipeline(request: TurnRequest): Promise<Admission>;
  /** Waits until one of the runs has ended, in whatever way. @returns the IDs of those that have; at once where one has already */
  awaitEnds(runIds: readonly string[]): Promise<readonly string[]>;
  /** Those of the runs that have ended, in whatever way, or that Temporal does not know. */
  endedRuns(runIds: readonly string[]): Promise<readonly string[]>;
  /** Runs of the pipeline that have their turn, as they themselves say, the one that started first before the others. */
  runsWithTurn(pipeline: string): Promise<readonly string[]>;
}
