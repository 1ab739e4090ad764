/**
 * Responsible for what is known of the data that a model's champion was trained on. Leaves to others: which version that is by the time of publishing
 * (find-champion), comparing (features).
 */
import type { CheckProfiles, ColumnSchema, DataProfile, FeatureSchema } from '@espalier/domain';
import { damageOf, readAliases, readBundleSchema, readVersion, readVersionRecord } from '@espalier/registry';
import type { Store } from '@espalier/store';

export interface ChampionData {
  readonly version: number;
  /** Null where its bundle has gone, or what tells of it is damaged. */
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
  const named = `version ${version} of ${model}, the champion,`;
  const known = await orDamage(schemaAndProfile(store, model, version));
  if ('damage' in known) {
    const notes = [`The data was not held to what ${named} was trained on: ${known.damage}.`];
    return { version, schema: null, profile: null, notes };
  }
  const { schema, ref } = known.value;
  const stored =
    ref === null
      ? { damage: 'its run had no checks that compared rows' }
      : await orDamage(store.getVerifiedJson(ref));
  if ('damage' in stored) {
    const notes = [`No distribution was held to what ${named} was trained on: ${stored.damage}.`];
    return { version, schema, profile: null, notes };
  }
  const { training } = stored.value as CheckProfiles;
  const before = new Map(schema.columns.map((column) => [column.name, column]));
  const alike = ofRun.columns.filter((column) => isSameColumn(column, before.get(column.name)));
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

async function schemaAndProfile(store: Store, model: string, number: number) {
  const { bundle, record } = await readVersion(store, model, number);
  const { checks } = await readVersionRecord(store, record);
  return { schema: await readBundleSchema(store, bundle.uri), ref: checks?.profile ?? null };
}

/** Only checks against the champion rest on it. */
async function orDamage<T>(
  reading: Promise<T>,
): Promise<{ readonly value: T } | { readonly damage: string }> {
  try {
    return { value: await reading };
  } catch (error) {
    const damage = damageOf(error);
    if (damage === null) throw error;
    return { damage };
  }
}
