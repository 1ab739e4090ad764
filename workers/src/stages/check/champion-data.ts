/**
 * Responsible for what is known of the data that a model's champion was trained on. Leaves to others: which version that is by the time of publishing
 * (find-champion), comparing (features).
 */
import {
  type CheckProfiles,
  type ColumnSchema,
  type DataProfile,
  EspalierError,
  type FeatureSchema,
} from '@espalier/domain';
import { readAliases, readBundleSchema, readVersion, readVersionRecord } from '@espalier/registry';
import type { Store } from '@espalier/store';

export interface ChampionData {
  readonly version: number;
  /** Null where its bundle has gone. */
  readonly schema: FeatureSchema | null;
  /** Of the rows that it was trained on, of columns that the run has as it had them; null where its run had no checks. */
  readonly profile: DataProfile | null;
  /** What could not be told, a sentence each. */
  readonly notes: readonly string[];
}

/** @param ofRun the run's own schema; @returns null where there is no model, or no champion */
export async function championData(
  store: Store,
  model: string | undefined,
  ofRun: FeatureSchema,
): Promise<ChampionData | null> {
  if (model === undefined) return null;
  const version = (await readAliases(store, model))?.champion ?? null;
  if (version === null) return null;
  const { bundle, record } = await readVersion(store, model, version);
  const { checks } = await readVersionRecord(store, record);
  const named = `version ${version} of ${model}, the champion,`;
  const schema = await orGone(readBundleSchema(store, bundle.uri));
  if (schema === null) {
    const notes = [`The data was not held to what ${named} was trained on: its bundle has gone.`];
    return { version, schema, profile: null, notes };
  }
  const ref = checks?.profile ?? null;
  const stored = ref === null ? null : ((await orGone(store.getVerifiedJson(ref))) as CheckProfiles | null);
  if (stored === null) {
    const notes = [
      `No distribution was held to what ${named} was trained on: its run had no checks that compared rows.`,
    ];
    return { version, schema, profile: null, notes };
  }
  const { training } = stored;
  const known = new Map(schema.columns.map((column) => [column.name, column]));
  const alike = ofRun.columns.filter((column) => isSameColumn(column, known.get(column.name)));
  const columns = alike.flatMap(({ name }) => {
    const column = training.columns[name];
    return column === undefined ? [] : [[name, column] as const];
  });
  return { version, schema, profile: { ...training, columns: Object.fromEntries(columns) }, notes: [] };
}

/** Whether its values mean the same. */
function isSameColumn(column: ColumnSchema, before: ColumnSchema | undefined): boolean {
  if (before === undefined || before.sql !== column.sql) return false;
  if (before.kind === 'categorical' || column.kind === 'categorical') return before.kind === column.kind;
  return before.reference === column.reference && before.timeKind === column.timeKind;
}

async function orGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    const code = error instanceof EspalierError ? error.code : '';
    if (code === 'store.not-found' || code.startsWith('registry.')) return null;
    throw error;
  }
}
