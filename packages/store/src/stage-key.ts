/**
 * The key of a stage's result: what it was computed from, and nothing else. Says which of these changed.
 * Leaves to others: digesting the code and the data, and the cache itself.
 */
import type { Digest, StageName } from '@espalier/domain';
import { digestOfJson } from './digest.js';

export interface StageKeyComponents {
  readonly stage: StageName;
  /** Digests of what the stage reads, by a name for people: an earlier stage, a source. */
  readonly inputs: Readonly<Record<string, Digest>>;
  /** The part of the spec that the stage depends on, as JSON with the spec's own paths: `{encoder: {trees: 200}}`. */
  readonly spec: unknown;
  /** Version of the code that computes the stage. */
  readonly code: Digest;
  /** What else fixes the bytes: native versions, instruction set, device, world size. */
  readonly environment: Readonly<Record<string, string | number | boolean | null>>;
}

/** A stage's cache key. Equal components give equal keys, whatever the order of their fields. */
export function stageKey({ stage, inputs, spec, code, environment }: StageKeyComponents): Digest {
  return digestOfJson({ stage, inputs, spec: digestOfJson(spec), code, environment });
}

const longestValue = 40;
/** A reason lies in the run's history; a pipeline may differ in thousands of columns. */
const namedChanges = 12;

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}

function childPath(path: string, key: string, inArray: boolean): string {
  if (inArray) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Each leaf at which two JSON values differ, as `path old → new`. */
function differences(before: unknown, after: unknown, path = ''): string[] {
  const bothObjects =
    typeof before === 'object' && before !== null && typeof after === 'object' && after !== null;
  if (!bothObjects || Array.isArray(before) !== Array.isArray(after)) {
    return digestOfJson(before ?? null) === digestOfJson(after ?? null) &&
      (before === undefined) === (after === undefined)
      ? []
      : [`${path} ${show(before)} → ${show(after)}`];
  }
  const old = new Map(Object.entries(before));
  const now = new Map(Object.entries(after));
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .flatMap((key) => differences(old.get(key), now.get(key), childPath(path, key, Array.isArray(after))));
}

function changedInputs(before: StageKeyComponents['inputs'], after: StageKeyComponents['inputs']): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => {
      if (before[name] === undefined) return `input ${name} is new`;
      return after[name] === undefined ? `input ${name} is gone` : `input ${name} changed`;
    });
}

/**
 * Why a stage is not in the cache, for a person: `encoder.trees 200 → 100; input extract changed`.
 * @param previous the components of the pipeline's latest run of this stage, or null where there was none.
 */
export function explainMiss(previous: StageKeyComponents | null, current: StageKeyComponents): string {
  if (previous === null) return 'first run of this stage';
  const changes = [
    ...differences(previous.spec, current.spec),
    ...changedInputs(previous.inputs, current.inputs),
    ...(previous.code === current.code ? [] : ['the code of this stage changed']),
    ...differences(previous.environment, current.environment).map((change) => `environment: ${change}`),
  ];
  const more = changes.length > namedChanges ? `; and ${changes.length - namedChanges} more` : '';
  return changes.length > 0
    ? `${changes.slice(0, namedChanges).join('; ')}${more}`
    : 'nothing changed, but no whole result is cached';
}
