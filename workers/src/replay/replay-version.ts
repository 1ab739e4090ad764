/**
 * Responsible for a version's golden rows scored again, before it becomes the champion: by the bundle that lies there now.
 * Leaves to others: what follows (workflows), scoring (scorer).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compareGolden,
  EspalierError,
  type GoldenRows,
  type GoldenScores,
  type ModelVersion,
  type NoGoldenRows,
  type Replay,
} from '@espalier/domain';
import { damageOf, loadBundle, readVersion, readVersionRecord } from '@espalier/registry';
import type { FewScores } from '@espalier/scorer';
import type { StageServices } from '../stages/stage-services.js';
import { numericFingerprint } from './keep-golden-rows.js';

export type ReplayServices = Pick<StageServices, 'store' | 'scratchDir' | 'environment' | 'scoreRows'>;

const beforeGolden: NoGoldenRows = { missing: 'it was registered before golden rows were kept' };

/** @throws EspalierError what is tried again, such as `store.unreachable` */
export async function replayVersion(
  services: ReplayServices,
  model: string,
  version: number,
): Promise<Replay> {
  const { store } = services;
  const registered = await readVersion(store, model, version);
  const { golden = beforeGolden } = await readVersionRecord(store, registered.record);
  const folder = await mkdtemp(join(services.scratchDir, 'replay-'));
  try {
    if (!('missing' in golden)) return await replayIn(folder, services, registered, golden);
    const damage = await damageOfBundle(folder, store, registered);
    if (damage !== null) return { outcome: 'differs', why: damage, isUnusable: true };
    return {
      outcome: 'none',
      why: `${golden.missing}; its bundle is whole, and nobody has looked at what it predicts`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function replayIn(
  folder: string,
  services: ReplayServices,
  { bundle }: ModelVersion,
  golden: GoldenRows,
): Promise<Replay> {
  const { store } = services;
  const inputPath = join(folder, 'rows.parquet');
  let kept: GoldenScores;
  try {
    await store.getToFile(golden.features, inputPath);
    kept = (await store.getVerifiedJson(golden.scores)) as GoldenScores;
  } catch (error) {
    const damage = damageOf(error);
    if (damage === null) throw error;
    return { outcome: 'undone', why: `${damage}.` };
  }
  let found: FewScores;
  try {
    found = await services.scoreRows({ bundleUri: bundle.uri, inputPath, scratchDir: folder });
  } catch (error) {
    if (!(error instanceof EspalierError) || error.retryable) throw error;
    // A bundle that can't be used is none to serve; what this machine lacks says nothing of the bundle.
    return isOfBundle(error)
      ? { outcome: 'differs', why: error.message, isUnusable: true }
      : { outcome: 'undone', why: error.message };
  }
  if (found.bundle !== bundle.digest) {
    return { outcome: 'differs', why: otherBundle(bundle, found.bundle), isUnusable: true };
  }
  const isSameFingerprint = golden.fingerprint === numericFingerprint(services);
  return compareGolden(kept, found.scores, { isSameFingerprint });
}

/** What can be told without rows: that all of it is there, as it was registered. A sentence. */
async function damageOfBundle(
  folder: string,
  store: ReplayServices['store'],
  { bundle }: ModelVersion,
): Promise<string | null> {
  try {
    const { manifest } = await loadBundle(bundle.uri, { store, intoDir: join(folder, 'bundle') });
    return manifest.digest === bundle.digest ? null : otherBundle(bundle, manifest.digest);
  } catch (error) {
    const damage = damageOf(error);
    if (damage === null) throw error;
    return `${damage}.`;
  }
}

function otherBundle({ uri, digest }: ModelVersion['bundle'], found: string): string {
  return `At ${uri} lies another bundle, ${found}, than was registered, ${digest}.`;
}

function isOfBundle({ code }: EspalierError): boolean {
  return ['registry.', 'features.', 'encoder.', 'trainer.'].some((area) => code.startsWith(area));
}
