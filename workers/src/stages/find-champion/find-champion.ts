/**
 * Responsible for the champion that a run's model faces: which version that is, once for the run, and whether its bundle and lineage allow it.
 * Leaves to others: predicting and measuring (challenge), what lineage allows (registry).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EspalierError, type FoundChampion, type ManifestRef } from '@espalier/domain';
import {
  loadBundle,
  readAliases,
  readVersion,
  readVersionRecord,
  refusalByLineage,
} from '@espalier/registry';
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
  const { bundle, record } = await readVersion(store, model, number);
  const champion = { version: number, bundle };
  const found = { model, champion, partitions };
  const lineage = await lineageOf(store, await readVersionRecord(store, record));
  if (typeof lineage === 'string') {
    const refusal = `it can't be told what version ${number} was made of: ${lineage}`;
    return { ...found, refusal, otherTasks: {} };
  }
  const refusal =
    refusalByLineage(modelRows(plan, spec), lineage.rows, number) ??
    (await whyUnusable(services, champion.bundle.uri));
  return { ...found, refusal, otherTasks: otherTasks(spec.tasks, lineage.tasks, number) };
}

/** A bundle that somebody has removed or damaged, as a clause: looked at here, since what scores is cached. */
async function whyUnusable({ store, scratchDir }: StageServices, uri: string): Promise<string | null> {
  const intoDir = await mkdtemp(join(scratchDir, 'champion-'));
  try {
    await loadBundle(uri, { store, intoDir });
    return null;
  } catch (error) {
    if (!(error instanceof EspalierError) || !error.code.startsWith('registry.')) throw error;
    return error.message.replace(/\.$/, '');
  } finally {
    await rm(intoDir, { recursive: true, force: true });
  }
}
