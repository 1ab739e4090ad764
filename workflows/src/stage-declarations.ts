/**
 * The registry of stages, as far as a workflow has to know them: what each reads, and what kind of work it is; pure.
 * Leaves to others: how a stage computes (workers/src/activities/stage-modules.ts, workers/src/shards/shard-modules.ts).
 */
import type { StageName } from '@espalier/domain';
import type { GangRole } from './contracts.js';

type StageBody =
  /** One activity. */
  | { readonly kind: 'single' }
  /** A job for each shard on the feature workers, then one fold over their results. */
  | { readonly kind: 'fan-out' }
  /** Ranks that start all or nothing, then one commit of what they made. */
  | { readonly kind: 'gang'; readonly role: GangRole };

export interface StageDeclaration {
  /** Stages whose results it reads, where a run has one of each. */
  readonly reads: readonly StageName[];
  readonly body: StageBody;
}

const declarations = {
  plan: { reads: [], body: { kind: 'single' } },
  extract: { reads: ['plan'], body: { kind: 'fan-out' } },
  'fit-encoder': { reads: ['extract'], body: { kind: 'gang', role: 'encoder' } },
  encode: { reads: ['extract', 'fit-encoder'], body: { kind: 'fan-out' } },
  train: { reads: ['extract', 'fit-encoder', 'encode'], body: { kind: 'gang', role: 'trainer' } },
  evaluate: { reads: ['fit-encoder', 'encode', 'train'], body: { kind: 'fan-out' } },
  publish: { reads: ['extract', 'fit-encoder', 'train', 'evaluate'], body: { kind: 'single' } },
  // And the trainings and evaluations that it compares.
  compare: { reads: ['fit-encoder', 'encode'], body: { kind: 'fan-out' } },
} as const satisfies Readonly<Record<StageName, StageDeclaration>>;

/** Stages whose work is done by feature workers, in shards. */
export type FanOutStage = {
  [S in StageName]: (typeof declarations)[S]['body']['kind'] extends 'fan-out' ? S : never;
}[StageName];

export const stageDeclarations: Readonly<Record<StageName, StageDeclaration>> = declarations;
