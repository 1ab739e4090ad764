/**
 * What all that is no computing has to know of a stage. Pure and small: workflows load it, and so do commands.
 * Leaves to others: how a stage computes (workers/src/stages).
 */
import type { StageBodies, StageManifest, StageName } from '@espalier/domain';
import type { PipelineSpec } from '../pipeline-schema.js';

/** Libraries that make bytes; what a host's environment says of no library shapes the results of all. */
export type NativeLibrary = 'duckdb' | 'xgboost' | 'tensorflow';

export type GangRole = 'encoder' | 'trainer';

export type StageWork =
  /** One activity. */
  | { readonly kind: 'single' }
  /** A job for each shard on the feature workers, then one fold over their results. */
  | { readonly kind: 'fan-out' }
  /** Ranks that start all or nothing, then one commit of what they made. */
  | { readonly kind: 'gang'; readonly role: GangRole };

export interface StageDeclaration<S extends StageName = StageName> {
  /** Stages whose results it reads, where a run has one of each. */
  readonly reads: readonly StageName[];
  readonly work: StageWork;
  /** It runs whether or not a run before made the same. */
  readonly alwaysRuns?: true;
  /** What it makes holds times, so that no other run is to be told what it says. */
  readonly isNeverCached?: true;
  /** What it reads of the pipeline, with the pipeline's own paths: part of its key, and what variants may not differ in where they share it. */
  readonly specPart: (spec: PipelineSpec) => unknown;
  /** What of the pipeline may change what it makes, where that is other than its key names. */
  readonly touchedBy?: (spec: PipelineSpec) => unknown;
  /** Those that may make its result: a new TensorFlow changes nothing of what DuckDB extracts. Of what a host has none of, nothing is named. */
  readonly libraries: readonly NativeLibrary[];
  /** How many shards, or ranks, a finished one was made of: the same number that it gave when it ran. */
  readonly shardsOf: (manifest: StageManifest<StageBodies[S]>) => number;
  /** What of its body tells what it made; default: all. */
  readonly contentOf?: (body: StageBodies[S]) => unknown;
}
