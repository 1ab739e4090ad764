/** What a model's workflow is asked, and what it and its activities hand each other. */
import type { ModelAnswer, ModelChange, ModelRequest, ModelState, Replay } from '@espalier/domain';
import { defineUpdate } from '@temporalio/workflow';

/** Asks for a change; answers when it counts. Refusals are ApplicationFailures with the code of the error. */
export const changeModelUpdate = defineUpdate<ModelAnswer, [ModelRequest]>('changeModel');

export interface ModelWorkflowInput {
  readonly model: string;
  /** Of the run of the workflow that this one goes on from; absent in its first. */
  readonly continued?: ContinuedModel;
  /** Length of the history from which the workflow goes on as a new run. */
  readonly longestHistory: number;
}

interface ContinuedModel {
  /** Null: read it again. */
  readonly state: ModelState | null;
  /** The latest answers, by the requests' IDs: a request that is asked again is granted once. */
  readonly answers: readonly (readonly [request: string, answer: ModelAnswer])[];
}

/** Of a workflow whose history holds some hundred changes at most. */
export const longestModelHistory = 1_500;

export function modelWorkflowId(model: string): string {
  return `model/${model}`;
}

/** Activities of the orchestrator that keep models in S3. */
export interface ModelActivities {
  /** Finishes what was left undone, and reads how the model stands. */
  recoverModel(model: string): Promise<ModelState>;
  /** The version that a run has registered; null where it has none. */
  registeredVersion(model: string, run: string): Promise<number | null>;
  /** @returns false where somebody else has made a change of this number */
  recordModelChange(change: ModelChange): Promise<boolean>;
  /** Scores a version's golden rows by its bundle, as users load it. */
  replayGoldenRows(model: string, version: number): Promise<Replay>;
  /** Why a version knows older data only than the champion has seen, as a clause; null where it does not, or that can't be told. */
  olderThanChampion(model: string, version: number): Promise<string | null>;
  /** Tells people, once for a version, that it could not be promoted at its deadline, and why. */
  tellUntriedDeadline(model: string, version: number, why: string): Promise<void>;
}
