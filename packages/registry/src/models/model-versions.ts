/** Responsible for a model's versions as they were registered, and for finding the one that people name. Leaves to others: aliases moving. */
import {
  type ArtifactRef,
  EspalierError,
  type ModelReference,
  type ModelState,
  type ModelVersion,
  type VersionRecord,
} from '@espalier/domain';
import type { Store } from '@espalier/store';
import { parseRecord, readRecord } from '../records.js';
import { versionKey } from './model-keys.js';
import { modelVersionSchema, versionRecordSchema } from './model-schemas.js';

export async function readVersion(store: Store, model: string, version: number): Promise<ModelVersion> {
  const found = await readRecord(store, versionKey(model, version), modelVersionSchema);
  if (found !== null) return found;
  throw unknownVersion(model, `no version ${version}`);
}

export async function readVersionRecord(store: Store, record: ArtifactRef): Promise<VersionRecord> {
  return parseRecord(store, record.key, versionRecordSchema, await store.getVerifiedJson(record));
}

/**
 * The version that a name stands for.
 * @param otherwise the alias that a name without one means
 * @throws EspalierError `registry.unknown-version`
 */
export function namedVersion(
  state: ModelState,
  { which }: ModelReference,
  otherwise: 'champion' | 'challenger',
): number {
  const named = which ?? otherwise;
  if (typeof named === 'number') {
    if (named <= state.versions) return named;
    throw unknownVersion(
      state.model,
      `no version ${named}: ${state.versions === 1 ? 'its only one is 1' : `they are 1 to ${state.versions}`}`,
    );
  }
  const version = state[named];
  if (version !== null) return version;
  throw unknownVersion(state.model, `no ${named}`);
}

function unknownVersion(model: string, lacks: string): EspalierError {
  return new EspalierError('registry.unknown-version', `${model} has ${lacks}.`, { details: { model } });
}
