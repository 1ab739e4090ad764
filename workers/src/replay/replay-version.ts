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
import { isCrash } from './score-in-process.js';

export type ReplayServices = Pick<StageServices, 'store' | 'scratchDir' | 'environment' | 'scoreRows'>;

const beforeGolden: NoGoldenRows = { missing: 'it was registered before golden rows were kept' };

/**
 * Whatever the rows say, or can't: a bundle that is damaged or gone is told as such.
 * @throws EspalierError what is tried again, such as `store.unreachable`
 */
export async function replayVersion(
  services: ReplayServices,
  model: string,
  version: number,
): Promise<Replay> {
  const { store } = services;
  const registered = await readVersion(store, model, version);
  const folder = await mkdtemp(join(services.scratchDir, 'replay-'));
  try {
    const replay = await replayIn(folder, services, registered);
    if (replay instanceof EspalierError || replay.outcome === 'none' || replay.outcome === 'undone') {
      const damage = await damageOfBundle(folder, store, registered);
      if (damage !== null) return unusable(damage);
    }
    if (replay instanceof EspalierError) throw replay;
    if (replay.outcome === 'undone') return { ...replay, isWhole: true };
    if (replay.outcome !== 'none') return replay;
    return {
      outcome: 'none',
      why: `${replay.why}; its bundle is whole, and nobody has looked at what it predicts`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns an error: the process that scores has ended, or not answered, which may be the bundle's doing */
async function replayIn(
  folder: string,
  services: ReplayServices,
  { bundle, record }: ModelVersion,
): Promise<Replay | EspalierError> {
  const { store } = services;
  const inputPath = join(folder, 'rows.parquet');
  let golden: GoldenRows;
  let kept: GoldenScores;
  try {
    const { golden: named = beforeGolden } = await readVersionRecord(store, record);
    if ('missing' in named) return { outcome: 'none', why: named.missing };
    golden = named;
    await store.getToFile(golden.features, inputPath);
    kept = (await store.getVerifiedJson(golden.scores)) as GoldenScores;
  } catch (error) {
    const damage = damageOf(error);
    if (damage === null) throw error;
    return { outcome: 'undone', why: `${damage}.` };
  }
  const score = () => services.scoreRows({ bundleUri: bundle.uri, inputPath, scratchDir: folder });
  let found: FewScores;
  try {
    // A crash may be chance; two of the same rows are not.
    found = await score().catch((error: unknown) => {
      if (isCrash(error)) return score();
      throw error;
    });
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    if (isCrash(error)) return unusable(error.message);
    if (error.code === 'registry.replay-failed') return error;
    if (error.retryable) throw error;
    // A bundle that can't be used is none to serve; what this machine lacks says nothing of the bundle.
    return isOfBundle(error) ? unusable(error.message) : { outcome: 'undone', why: error.message };
  }
  if (found.bundle !== bundle.digest) return unusable(otherBundle(bundle, found.bundle));
  const isSameFingerprint = golden.fingerprint === numericFingerprint(services);
  return compareGolden(kept, found.scores, { isSameFingerprint });
}

function unusable(why: string): Replay {
  return { outcome: 'differs', why, isUnusable: true };
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
