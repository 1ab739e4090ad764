/**
 * Responsible for what a registered model is at a moment, and what is asked of it and written down: plain data.
 * Leaves to others: which requests are granted (decide-change.ts), where it lies (registry), who takes the requests in turn (workflows).
 */
import type { ArtifactRef, Digest } from '../artifact.js';
import type { Replay } from './golden-rows.js';

export const modelAliases = ['champion', 'challenger', 'previous'] as const;
export type ModelAlias = (typeof modelAliases)[number];

/** `pass-over`: a version that was to become the champion by itself did not, and nothing else has changed. */
export const modelActions = ['register', 'promote', 'approve', 'reject', 'rollback', 'pass-over'] as const;
export type ModelAction = (typeof modelActions)[number];

/** How the gates judged a version when it was registered. */
export const gateResults = ['none', 'passed', 'failed'] as const;
export type GateResult = (typeof gateResults)[number];

/** Numbers of versions begin at 1 and are never used again. */
export interface ModelState {
  readonly model: string;
  /** Number of the latest change; 0 before the first. */
  readonly change: number;
  /** Versions that were ever registered: the latest one's number. */
  readonly versions: number;
  readonly champion: number | null;
  readonly challenger: number | null;
  /** The champion before this one, while a rollback may go back to it. */
  readonly previous: number | null;
  /** Of which a gate failed and nobody has said anything since. */
  readonly held: readonly number[];
  readonly approved: readonly number[];
  readonly rejected: readonly number[];
  /** Versions whose gates have passed and that wait for a person, in order; absent where none ever did. */
  readonly awaiting?: readonly AwaitedApproval[] | undefined;
}

/** What happens to a version that nobody has approved or rejected by its deadline. */
export const approvalEnds = ['reject', 'promote'] as const;

/** By when a person has to approve a version, and what happens otherwise. */
export interface ApprovalDeadline {
  /** ISO 8601, UTC. */
  readonly until: string;
  readonly otherwise: (typeof approvalEnds)[number];
}

export interface AwaitedApproval extends ApprovalDeadline {
  readonly version: number;
  /** As in the registration. */
  readonly comparedWith?: number | null | undefined;
  /** The last change that went back to an older champion meanwhile: nobody's silence goes over it. Absent where none did. */
  readonly wentBack?: number | undefined;
}

/** A run's bundle as it is registered: references, and the rest in `record`. */
export interface ModelRegistration {
  /** The run that made it; it has one version of a model at most. */
  readonly run: string;
  readonly pipeline: string;
  readonly bundle: { readonly uri: string; readonly digest: Digest };
  /** A `VersionRecord`: what it was made of, and what the gates said. */
  readonly record: ArtifactRef;
  readonly gates: GateResult;
  /** Make it the champion at once, unless a gate failed. */
  readonly promote: boolean;
  /** The champion that its gates compared it with, null for none: where that is another by now, nothing is promoted. Absent where no gate asks. */
  readonly comparedWith?: number | null | undefined;
  /** Wait for a person unless a gate failed. Absent where nobody is waited for. */
  readonly approval?: ApprovalDeadline | undefined;
}

interface Asked {
  /** Who asks: a person's account, or a run. */
  readonly by: string;
  readonly reason: string;
}

/** What the champion was to whoever asks; another one by now refuses the request. Absent where it does not matter. */
interface SeenChampion {
  readonly seenChampion?: number | null;
}

/** Golden rows that could not be scored, or that score otherwise, refuse nothing; a bundle that can't be used does. */
export interface DespiteReplay {
  readonly despiteReplay?: boolean;
}

export type ModelRequest =
  | (Asked & { readonly action: 'register'; readonly registration: ModelRegistration })
  | (Asked & SeenChampion & DespiteReplay & { readonly action: 'promote'; readonly version: number })
  | (Asked & SeenChampion & DespiteReplay & { readonly action: 'rollback' })
  /** Asked by the model itself. */
  | (Asked & { readonly action: 'pass-over'; readonly version: number })
  | (Asked & { readonly action: 'approve' | 'reject'; readonly version: number });

/** One line of a model's history. Its number is one more than that of the line before. */
export interface ModelChange extends Asked, DespiteReplay {
  readonly model: string;
  readonly number: number;
  readonly action: ModelAction;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** ID of the request, which asked twice is granted once. */
  readonly request: string;
  readonly before: Pick<ModelState, ModelAlias>;
  readonly after: ModelState;
  /** Of `register` alone. */
  readonly registration?: ModelRegistration;
  /** What came of the version's golden rows before it became the champion. */
  readonly replay?: Replay;
  /** Nobody had approved or rejected the version by its deadline. */
  readonly isExpiry?: boolean;
}

/** What whoever asked is answered. */
export interface ModelAnswer {
  /** Number of the change; of a version that was registered before, the latest. */
  readonly change: number;
  readonly version: number;
  readonly before: Pick<ModelState, ModelAlias>;
  readonly after: Pick<ModelState, ModelAlias>;
  /** True where the run had registered its version before. */
  readonly isRepeated: boolean;
  /** Of a version that has become the champion. */
  readonly replay?: Replay;
  /** Why the version that was registered, and was to be promoted, was not; a sentence. */
  readonly unpromoted?: string;
}

export function newModelState(model: string): ModelState {
  return {
    model,
    change: 0,
    versions: 0,
    champion: null,
    challenger: null,
    previous: null,
    held: [],
    approved: [],
    rejected: [],
  };
}

export function aliasesOf({ champion, challenger, previous }: ModelState): Pick<ModelState, ModelAlias> {
  return { champion, challenger, previous };
}

/** What stands against a version or for it, in a word. */
export type VersionStanding = 'registered' | 'held' | 'awaiting' | 'approved' | 'rejected';

export function standingOf(state: ModelState, version: number): VersionStanding {
  if (state.rejected.includes(version)) return 'rejected';
  if (state.held.includes(version)) return 'held';
  if (state.awaiting?.some((each) => each.version === version)) return 'awaiting';
  return state.approved.includes(version) ? 'approved' : 'registered';
}
