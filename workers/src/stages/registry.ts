/** The registry of what stages compute: a line each, beside the one of what they are (stages of spec). */
import { type StageName, stageNames } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { stageDeclarations } from '@espalier/spec/stages';
import type { GangRole } from '@espalier/workflows';
import { challenge } from './challenge/stage.js';
import { check } from './check/stage.js';
import { compare } from './compare/stage.js';
import { encode } from './encode/stage.js';
import { evaluate } from './evaluate/stage.js';
import { extract } from './extract/stage.js';
import { findChampion } from './find-champion/stage.js';
import { fitEncoder } from './fit-encoder/stage.js';
import { plan } from './plan/stage.js';
import { publish } from './publish/stage.js';
import type { ComputingAs, ComputingKind, StageComputing } from './stage-computing.js';
import { train } from './train/stage.js';
import { watch } from './watch/stage.js';

export const stages: { readonly [S in StageName]: StageComputing<S> } = {
  plan,
  extract,
  watch,
  check,
  'fit-encoder': fitEncoder,
  encode,
  train,
  evaluate,
  'find-champion': findChampion,
  challenge,
  publish,
  compare,
};

/** @throws RangeError where the stage does no work of this kind: who asks for it is at fault */
export function computingAs<K extends ComputingKind>(kind: K, stage: StageName): ComputingAs<K> {
  if (stageDeclarations[stage].work.kind !== kind) throw new RangeError(`stage ${stage} is no ${kind}`);
  return stages[stage] as ComputingAs<K>;
}

/*
 * A process loads what it will compute with before it tells which code it has: what it loaded later could be another build's by then.
 * Ranks, and shards, are computed in processes of their own: those of ranks load theirs before they know their run, to be ready sooner, and whoever
 * starts such a process looks at the code before and after its work.
 */

export async function loadOrchestration(): Promise<void> {
  for (const stage of stageNames) {
    const { kind } = stageDeclarations[stage].work;
    if (kind === 'single') await computingAs(kind, stage).compute();
    if (kind === 'fan-out') {
      const { jobs, afterCommit } = computingAs(kind, stage);
      await jobs();
      await afterCommit?.();
    }
  }
}

export async function loadRankWork(role: GangRole, settings: Settings): Promise<void> {
  for (const stage of stageNames) {
    const { work } = stageDeclarations[stage];
    if (work.kind !== 'gang' || work.role !== role) continue;
    const { rank, ahead } = computingAs('gang', stage);
    await rank();
    const prepare = await ahead?.();
    await prepare?.(settings);
  }
}
