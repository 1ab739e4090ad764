/**
 * The key of a stage's result: what it was computed from, and nothing else. Says which of these changed.
 * Leaves to others: digesting the code and the data, and the cache itself.
 */
import type { Digest, Environment, StageName } from '@espalier/domain';
import { z } from 'zod';
import { digestOfJson } from './digest.js';

/** An `Environment` as it is stored. */
export const environmentSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);

export interface StageKeyComponents {
  readonly stage: StageName;
  /** Digests of what the stage reads, by a name for people: an earlier stage, a source. */
  readonly inputs: Readonly<Record<string, Digest>>;
  /** The part of the spec that the stage depends on, as JSON with the spec's own paths: `{encoder: {trees: 200}}`. */
  readonly spec: unknown;
  /** Version of the code that computes the stage. */
  readonly code: Digest;
  /** What of the workers' surroundings shapes the bytes: native versions, instruction set, device, variables. */
  readonly environment: Environment;
}

/** A stage's cache key. Equal components give equal keys, whatever the order of their fields. */
export function stageKey({ stage, inputs, spec, code, environment }: StageKeyComponents): Digest {
  return digestOfJson({ stage, inputs, spec: digestOfJson(spec), code, environment });
}

const longestValue = 40;
/** From so many words on a value is a list, of which only what changed is told. */
const longList = 4;
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

/** `instructionSet` as `instruction set`; variables keep their names. */
function inWords(name: string): string {
  return /^[A-Z_0-9]+$/.test(name) ? name : name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Of two lists of words, such as those of instruction sets, what is missing and what is new; null for other values. */
function wordChanges(before: unknown, after: unknown): string | null {
  if (typeof before !== 'string' || typeof after !== 'string') return null;
  const [old, now] = [before.split(' '), after.split(' ')];
  if (Math.max(old.length, now.length) < longList) return null;
  const changes = [
    ['without', old.filter((word) => !now.includes(word))],
    ['with', now.filter((word) => !old.includes(word))],
  ] as const;
  const told = changes.filter(([, words]) => words.length > 0);
  return told.length === 0 ? null : told.map(([verb, words]) => `${verb} ${words.join(', ')}`).join(' and ');
}

/** What differs between two environments, for people: `instruction set without avx512f`, `ONEDNN_MAX_CPU_ISA absent → "AVX2"`. */
export function environmentChanges(before: Environment, after: Environment): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const words = wordChanges(before[name], after[name]);
    if (words !== null) return [`${inWords(name)} ${words}`];
    return differences(before[name], after[name], inWords(name));
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
    ...environmentChanges(previous.environment, current.environment).map(
      (change) => `environment: ${change}`,
    ),
  ];
  const more = changes.length > namedChanges ? `; and ${changes.length - namedChanges} more` : '';
  return changes.length > 0
    ? `${changes.slice(0, namedChanges).join('; ')}${more}`
    : 'nothing changed, but no whole result is cached';
}
