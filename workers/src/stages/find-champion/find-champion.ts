/**
 * Responsible for the champion that a run's model faces: which version that is, once for the run, and whether its bundle and lineage allow it.
 * Leaves to others: predicting and measuring (challenge), what lineage allows (registry).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundChampion, ManifestRef, ModelVersion, VersionRecord } from '@espalier/domain';
import {
  damageOf,
  loadBundle,
  readAliases,
  readVersion,
  readVersionRecord,
  refusalByLineage,
} from '@espalier/registry';
import type { Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { commitResult, ofStage } from '../../activities/commit-result.js';
import { inputManifest } from '../input-manifests.js';
import type { StageServices } from '../stage-services.js';
import { readStoredSpec } from '../stored-spec.js';
import { lineageOf, modelRows, otherTasks } from './champion-lineage.js';

export async function findChampion(services: StageServices, context: StageContext): Promise<ManifestRef> {
  const body = await findIn(services, context);
  const { runId } = context;
  const { model, champion, refusal } = body;
  services.logger.info({ runId, model, champion: champion?.version ?? null, refusal }, 'champion found');
  return commitResult(services, ofStage(context, 'find-champion'), { parts: [], body });
}

async function findIn(services: StageServices, context: StageContext): Promise<FoundChampion> {
  const { store } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  if (spec.publish === undefined)
    throw new RangeError('a run that publishes no model has no champion to face');
  const { model } = spec.publish;
  const plan = (await inputManifest(store, context.inputs, 'plan')).body;
  const held = (plan.partitions ?? []).filter(({ split, digest }) => split === 'eval' && digest !== null);
  const partitions = held.map(({ label }) => label);
  const number = (await readAliases(store, model))?.champion ?? null;
  if (number === null) return { model, champion: null, refusal: null, otherTasks: {}, partitions };
  const known = await knownOf(store, model, number);
  const bundle = known.version?.bundle ?? null;
  const found = { model, champion: { version: number, bundle }, partitions };
  const lineage = known.record === null ? known.damage : await lineageOf(store, known.record);
  if (bundle === null || typeof lineage === 'string') {
    const refusal = `it can't be told what version ${number} was made of: ${lineage}`;
    return { ...found, refusal, otherTasks: {} };
  }
  const refusal =
    refusalByLineage(modelRows(plan, spec), lineage.rows, number) ??
    (await whyUnusable(services, bundle.uri));
  return { ...found, refusal, otherTasks: otherTasks(spec.tasks, lineage.tasks, number) };
}

type Known =
  | { readonly version: ModelVersion; readonly record: VersionRecord }
  /** What is damaged, as a clause. */
  | { readonly version: ModelVersion | null; readonly record: null; readonly damage: string };

/** A version whose records are damaged fails the gate, with the reason; the run goes on, and its own version is registered. */
async function knownOf(store: Store, model: string, number: number): Promise<Known> {
  let version: ModelVersion | null = null;
  try {
    version = await readVersion(store, model, number);
    return { version, record: await readVersionRecord(store, version.record) };
  } catch (error) {
    const damage = damageOf(error);
    if (damage === null) throw error;
    return { version, record: null, damage };
  }
}

/** A bundle that somebody has removed or damaged, as a clause: looked at here, since what scores is cached. */
async function whyUnusable({ store, scratchDir }: StageServices, uri: string): Promise<string | null> {
  const intoDir = await mkdtemp(join(scratchDir, 'champion-'));
  try {
    await loadBundle(uri, { store, intoDir });
    return null;
  } catch (error) {
    const damage = damageOf(error);
    if (damage === null) throw error;
    return damage;
  } finally {
    await rm(intoDir, { recursive: true, force: true });
  }
}
