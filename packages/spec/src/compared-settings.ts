/**
 * Responsible for settings that only some architectures have, where a pipeline is compared over several: each variant takes its own.
 * Leaves to others: refusing what none of them has (cross-field-rules.ts).
 */
import {
  type ArchitectureName,
  type ArchitectureSetting,
  architectureNames,
  architectureSettingNames,
  architectureSettings,
} from '@espalier/domain';
import { model as modelSchema } from './model-schema.js';

const defaults = modelSchema.parse({});

const architectureSet = /^\s*model\.architecture\s*=\s*([\w-]+)\s*$/;

/** Settings that some of the compared architectures have. @param sets changes of variants, `path=value` */
export function comparedSettings(
  architectures: readonly string[],
  sets: readonly string[],
): ReadonlySet<ArchitectureSetting> {
  const named = new Set([...architectures, ...sets.map((set) => architectureSet.exec(set)?.[1])]);
  const compared = architectureNames.filter((name) => named.has(name));
  return new Set(compared.flatMap(settingsOf));
}

/** Those of `compared` that none of these changes gives. */
export function notGivenBy(
  sets: readonly string[],
  compared: ReadonlySet<ArchitectureSetting>,
): ReadonlySet<ArchitectureSetting> {
  const gives = (name: ArchitectureSetting) => new RegExp(`^\\s*model(\\.${name})?\\s*=`);
  return new Set([...compared].filter((name) => !sets.some((set) => gives(name).test(set))));
}

/** A pipeline's value without those settings of others that its architecture has not. */
export function withoutOthers(value: unknown, others: ReadonlySet<ArchitectureSetting>): unknown {
  const { model } = (value ?? {}) as { model?: unknown };
  if (others.size === 0 || model === null || typeof model !== 'object' || Array.isArray(model)) return value;
  const { architecture = defaults.architecture } = model as { architecture?: unknown };
  const known = architectureNames.find((name) => name === architecture);
  if (known === undefined) return value;
  const own: readonly string[] = settingsOf(known);
  const isOthers = (key: string) => (others as ReadonlySet<string>).has(key) && !own.includes(key);
  const kept = Object.entries(model).filter(([key]) => !isOthers(key));
  return { ...(value as object), model: Object.fromEntries(kept) };
}

function settingsOf(name: ArchitectureName): readonly ArchitectureSetting[] {
  return architectureSettingNames.filter((setting) => architectureSettings(name)[setting] !== undefined);
}
