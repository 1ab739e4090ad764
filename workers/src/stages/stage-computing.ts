/**
 * What a stage computes, by the kind of its work. Each part is loaded by the processes that need it: an orchestrator loads no TensorFlow,
 * and a rank no other stage's code.
 * Leaves to others: what else there is to know of a stage (stages of spec), which stages there are (registry.ts).
 */
import type { ManifestRef, PartRef, StageBodies, StageMeasurements, StageName } from '@espalier/domain';
import type { ShardContext } from '@espalier/fanout';
import type { Settings } from '@espalier/settings';
import type { StageKinds } from '@espalier/spec/stages';
import type { Store } from '@espalier/store';
import type { RankResult, StageContext } from '@espalier/workflows';
import type { RankServices } from '../gang/rank-services.js';
import type { Logger } from '../process/logger.js';
import type { ShardServices } from '../shards/shard-services.js';
import type { StageServices } from './stage-services.js';

/** What a stage made, all but published: its manifest's parts, written already, and its body. */
export interface StageResult<S extends StageName = StageName> {
  readonly parts: readonly PartRef[];
  readonly body: StageBodies[S];
  readonly measured?: StageMeasurements;
}

/** A job of a fan-out, before it is one of a run's. */
export interface NewJob {
  readonly shard: number;
  readonly rows: number;
  readonly payload: unknown;
}

export interface FoldContext {
  readonly services: ShardServices;
  readonly context: StageContext;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Makes a stage's result of those of its shards, in their order. */
export type Fold<S extends StageName = StageName> = (
  fold: FoldContext,
  results: readonly unknown[],
) => Promise<StageResult<S>>;

/** What feature workers do of a fan-out. */
export interface ShardWork<S extends StageName = StageName> {
  /** @param payload as the stage's `jobs` made it; @returns references and counts, never rows */
  readonly shard: (services: ShardServices, payload: never, context: ShardContext) => Promise<unknown>;
  /** What that reads, as people call it, for errors that name nothing of it. */
  readonly inputs: (payload: never) => readonly string[];
  readonly fold: Fold<S>;
}

/** One activity of the orchestrator's, which publishes what it makes. */
export interface SingleComputing {
  readonly compute: () => Promise<(services: StageServices, context: StageContext) => Promise<ManifestRef>>;
}

/** @param body of the result that was committed */
export type AfterCommit<S extends StageName = StageName> = (
  services: StageServices,
  context: StageContext,
  body: StageBodies[S],
) => Promise<void>;

export interface FanOutComputing<S extends StageName = StageName> {
  /** One job for each shard that the stage works on, in shard order. */
  readonly jobs: () => Promise<(store: Store, context: StageContext) => Promise<readonly NewJob[]>>;
  readonly shards: () => Promise<ShardWork<S>>;
  /** What follows once its result counts, in the orchestrator; asked again by a retry. */
  readonly afterCommit?: () => Promise<AfterCommit<S>>;
}

export interface GangComputing {
  /** What each rank does, in a process of its own. Rank 0 leaves a `StageResult`. */
  readonly rank: () => Promise<(services: RankServices) => Promise<RankResult>>;
  /** What its process does before it knows its run, to be ready sooner. */
  readonly ahead?: () => Promise<(settings: Settings) => Promise<void>>;
}

interface ComputingOfKind<S extends StageName> {
  readonly single: SingleComputing;
  readonly 'fan-out': FanOutComputing<S>;
  readonly gang: GangComputing;
}

/** What a stage computes, as the kind of work that it is declared to be needs it. */
export type StageComputing<S extends StageName> = ComputingOfKind<S>[StageKinds[S]];

export type ComputingKind = keyof ComputingOfKind<StageName>;
export type ComputingAs<K extends ComputingKind> = ComputingOfKind<StageName>[K];
