/** What workflows and activities hand each other: references, digests and small numbers, never data. */

import type {
  ArtifactRef,
  AttemptFailure,
  CacheVerdict,
  Concurrency,
  Digest,
  Fingerprint,
  HostPool,
  ManifestRef,
  RetryOf,
  RunEnd,
  RunGraph,
  RunProgress,
  SlotNeed,
  SourcePartition,
  SourceShard,
  StageAttempt,
  StageName,
  StageParams,
  TeamSlots,
  ToldTable,
} from '@espalier/domain';
import type { GangRole } from '@espalier/spec/stages';

/** The orchestrator's task queue: workflows and all activities that compute or commit. */
export const orchestratorTaskQueue = 'espalier-orchestrator';

/**
 * The queue beside it for activities that only wait, for slots or shards: any number of them may stand there, and none
 * takes a place from one that has work to do.
 */
export function waitingTaskQueue(taskQueue: string): string {
  return `${taskQueue}.waiting`;
}

export type { GangRole };

/** What a run is started with, whatever it does. */
export interface RunInput {
  readonly runId: string;
  readonly pipeline: string;
  /** The spec as JSON in S3, every default filled. */
  readonly spec: ArtifactRef;
  /** False makes every stage run, whatever the cache holds. */
  readonly useCache: boolean;
}

/** What a run planned, for another that is to be made of the same rows. */
export interface KeptPlan {
  readonly runId: string;
  readonly manifest: ManifestRef;
  /** That it planned for, as JSON in S3. */
  readonly spec: ArtifactRef;
}

/** What makes a run the retry of an earlier one. */
export interface RunRetry extends RetryOf {
  /** The earlier run's, whose rows are those of this one; null where planning is made anew, too. */
  readonly plan: KeptPlan | null;
}

/** A run with what it does. */
export interface GraphRun extends RunInput {
  readonly graph: RunGraph;
  /** Specs of the variants that the graph's instances name, as `spec`. */
  readonly variants: Readonly<Record<string, ArtifactRef>>;
  /** Of a registered pipeline: what it does beside other runs of it. Without it the run asks nobody. */
  readonly concurrency?: Concurrency;
  /** Absent where it is none. */
  readonly retry?: RunRetry;
}

/** What an instance reads, by the name that it knows each by: for most, the name of its stage. */
export type StageInputs = Readonly<Record<string, ManifestRef>>;

/** Input of every stage's child workflow. */
export interface StageInput extends RunInput {
  readonly stage: StageName;
  /** ID of the stage's instance; absent in histories of earlier versions, which had one of each stage. */
  readonly instance?: string;
  /** Absent in histories of earlier versions. */
  readonly params?: StageParams;
  readonly inputs: StageInputs;
  /** The stage from which on a retry makes all anew, where that is why this one does not ask the cache. */
  readonly anewFrom?: string;
  /** Of a retry's plan: what it takes over. */
  readonly keptPlan?: KeptPlan;
  /** The key is looked for within the workflow's own task; absent in histories of earlier versions, where it was a task of its own. */
  readonly resolvesInTask?: true;
}

/** What the instance's keys, jobs and slots are called by. */
export function instanceOf({ stage, instance }: Pick<StageInput, 'stage' | 'instance'>): string {
  return instance ?? stage;
}

/** What a stage's activities work with, once its key is known. */
export interface StageContext extends StageInput {
  readonly key: Digest;
  /** Fencing token: a higher one takes the stage's head over from a lower. */
  readonly token: number;
  /** As in `StageResolution`. */
  readonly fingerprint?: Fingerprint;
}

export interface StageResolution {
  readonly key: Digest;
  readonly verdict: CacheVerdict;
  /** The cached result, when there is one. */
  readonly cached: ManifestRef | null;
  /** Shards (or ranks) that the cached result was made of; 0 without one. */
  readonly shards: number;
  /**
   * Of the environment of the workers that the key is for; absent for what the orchestrator does itself, and in histories of
   * earlier versions.
   */
  readonly fingerprint?: Fingerprint;
  /** How many ranks the spec asks for; absent where the stage is no gang's, and in histories of earlier versions. */
  readonly worldSize?: number;
}

export interface StageOutcome {
  readonly manifest: ManifestRef;
  readonly verdict: CacheVerdict;
  readonly shards: number;
  /** Attempt of the stage's gang that succeeded; 1 for stages without one. */
  readonly attempt: number;
  /** How the attempt before that one ended; null without one. Absent in histories of earlier versions. */
  readonly lastFailure?: AttemptFailure | null;
  /** Absent in histories of earlier versions. */
  readonly attempts?: readonly StageAttempt[];
}

export interface RunResult {
  readonly progress: RunProgress;
  /** By the ID of the instance that left it. */
  readonly manifests: Readonly<Record<string, ManifestRef>>;
}

export interface FanoutResult {
  /** JSON list of the shards' results, in shard order. */
  readonly results: ArtifactRef;
  readonly shards: number;
  /** JSON of what the fold made of them, to be published; absent in histories of earlier versions. */
  readonly folded?: ArtifactRef;
}

export interface GangSlot {
  readonly rank: number;
  readonly hostId: string;
  readonly slot: number;
  readonly taskQueue: string;
}

export interface GangGrant {
  readonly gangId: string;
  readonly token: number;
  readonly slots: readonly GangSlot[];
  /** Steps (rounds of a forest) that the gang need not do again; absent in histories of earlier versions. */
  readonly savedSteps?: number;
}

export interface GangRequest {
  readonly runId: string;
  readonly stage: StageName;
  /** As in `StageInput`. */
  readonly instance?: string;
  readonly role: GangRole;
  readonly gangId: string;
  readonly token: number;
  readonly worldSize: number;
  /** Of the hosts that it takes; absent in histories of earlier versions. */
  readonly fingerprint?: Fingerprint;
  /** The run's, which names its team and its priority; absent in histories of earlier versions. */
  readonly spec?: ArtifactRef;
}

export interface GangRelease extends GangRequest {
  /** The gang asks again at once, under the next token, and keeps its place before those that came later. */
  readonly startsAgain?: boolean;
}

export interface RankInput {
  readonly context: StageContext;
  readonly role: GangRole;
  readonly gangId: string;
  readonly rank: number;
  readonly worldSize: number;
  readonly slot: number;
}

export interface RankResult {
  readonly rank: number;
  /** Digest of the model that this rank ended with; equal on every rank. */
  readonly modelDigest: Digest;
  /** Rank 0's description of what it uploaded (JSON in S3); null on the others. */
  readonly output: ArtifactRef | null;
  /** Of the environment of the rank's host; absent in histories of earlier versions. */
  readonly fingerprint?: Fingerprint;
}

/** What `plan` tells, as JSON in S3: the shards of a source of ten thousand files are more than Temporal carries. */
export interface PlanPreviewBody {
  readonly shards: readonly SourceShard[];
  /** Where the source is cut by time. */
  readonly partitions?: readonly SourcePartition[];
  /** Where columns are joined. */
  readonly tables?: readonly ToldTable[];
  readonly stages: readonly { readonly name: StageName; readonly verdict: CacheVerdict | null }[];
  /** What the stages that would run need at once; absent from an orchestrator of an earlier version, as the hosts are. */
  readonly needs?: readonly SlotNeed[];
  /** Hosts that live. */
  readonly pools?: readonly HostPool[];
  /** Of the run's team, where it has one. */
  readonly quota?: TeamSlots;
}

export interface PreviewPlanResult {
  /** A PlanPreviewBody. */
  readonly preview: ArtifactRef;
}

/** After this a plan for a command is given up, whoever may still wait for it. */
export const planningMinutes = 15;

/** Activities of the orchestrator. */
export interface OrchestratorActivities {
  /** Computes the stage's key and looks it up in the cache. */
  resolveStage(input: StageInput): Promise<StageResolution>;
  /** The work of a stage that is one activity. */
  computeStage(context: StageContext): Promise<ManifestRef>;
  /** Runs one job for each shard of the stage on the feature workers, then their fold, and waits for all of them. */
  fanOutShards(context: StageContext): Promise<FanoutResult>;
  /** Publishes what the fold made of the shards' results. */
  foldShards(context: StageContext, fanout: FanoutResult): Promise<ManifestRef>;
  /** How many ranks the spec asks for: of histories whose resolution does not say. */
  worldSize(context: StageContext): Promise<number>;
  /** Waits until `worldSize` slots can be had, all or nothing, and moves the stage's head to the token. */
  acquireGang(request: GangRequest): Promise<GangGrant>;
  /** Frees whatever slots the gang holds under this token; nothing to free is fine. */
  releaseGang(request: GangRelease): Promise<void>;
  /** Makes the stage's result of what its ranks ended with. */
  commitGang(context: StageContext, ranks: readonly RankResult[]): Promise<ManifestRef>;
  /** Keeps how a run ended where lists and reports find it when its history is gone. */
  recordRunEnd(end: RunEnd): Promise<void>;
  /** Shards and cache verdicts without running anything. */
  previewPlan(input: RunInput): Promise<PreviewPlanResult>;
}

/** What computed and committed before each of these was one activity for all stages; histories of open runs name them. */
export interface ActivitiesBeforeGraphs {
  planSource: OrchestratorActivities['computeStage'];
  foldExtract: OrchestratorActivities['foldShards'];
  foldEncode: OrchestratorActivities['foldShards'];
  foldEvaluate: OrchestratorActivities['foldShards'];
  commitEncoder: OrchestratorActivities['commitGang'];
  commitNetwork: OrchestratorActivities['commitGang'];
  publishBundle: OrchestratorActivities['computeStage'];
}

/** Those that wait for others most of their time, and are served on `waitingTaskQueue`. */
export type WaitingActivities = Pick<OrchestratorActivities, 'acquireGang' | 'fanOutShards'>;

/** Activities of a gang's host, on the host's own task queue. */
export interface HostActivities {
  runRank(input: RankInput): Promise<RankResult>;
}
