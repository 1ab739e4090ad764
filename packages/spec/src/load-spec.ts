/**
 * Responsible for reading a pipeline file: its value, the command line's changes, every mistake with its place.
 * Leaves to others: anything that needs the data (features' preflight).
 */
import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { type ArchitectureSetting, architectureSettingNames, EspalierError } from '@espalier/domain';
import { notGivenBy, withoutOthers } from './compared-settings.js';
import type { LoadedSpec } from './loaded-spec.js';
import { applyOverrides } from './overrides.js';
import { readScript } from './script-source.js';
import type { SpecIssue } from './spec-issue.js';
import { validateSpec } from './validate-spec.js';
import { type Position, readYaml, writeYaml } from './yaml-source.js';

export interface LoadOptions {
  /** `key=value` texts; each value is read as YAML; a later one wins. */
  readonly sets?: readonly string[] | undefined;
  /** About which share of the rows to use, such as `1%`. */
  readonly sample?: string | undefined;
  /** The partition that the run is for, such as `2026-11-20`. */
  readonly for?: string | undefined;
  /** Of a pipeline that is not to be run now: the partition may be told later. */
  readonly anyPartition?: boolean | undefined;
  /** Refuse what would be a warning, as `strict: true` in the file does. */
  readonly strict?: boolean | undefined;
  /** Settings that are left out where the pipeline's architecture has none such; by default they are mistakes there. */
  readonly othersSettings?: ReadonlySet<ArchitectureSetting> | undefined;
}

interface SpecText {
  /** As YAML. Asked for once the value is known to be a pipeline. */
  readonly text: () => string;
  readonly value: unknown;
  readonly issues: readonly SpecIssue[];
  readonly unreadable: boolean;
  positionOf(path: string): Position | null;
}

const yamlExtensions: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);
const scriptExtensions: ReadonlySet<string> = new Set(['.ts', '.mts', '.js', '.mjs']);

function unreadableFile(path: string, cause: unknown): EspalierError {
  const code = (cause as NodeJS.ErrnoException).code;
  const reason =
    code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `can't be read (${code})`;
  return new EspalierError('spec.not-found', `The pipeline file ${path} ${reason}.`, {
    cause,
    details: { path },
  });
}

/** UTF-8, or UTF-16 where a byte order mark says so, as PowerShell and older editors write it. */
function decodeText(path: string, bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
  }
  throw new EspalierError(
    'spec.not-found',
    `The pipeline file ${path} is not text in UTF-8: save it as UTF-8.`,
    {
      details: { path },
    },
  );
}

async function readSpecText(path: string): Promise<SpecText> {
  const extension = extname(path).toLowerCase();
  if (!yamlExtensions.has(extension) && !scriptExtensions.has(extension)) {
    const known = [...yamlExtensions, ...scriptExtensions].join(', ');
    throw new EspalierError(
      'spec.not-found',
      `${path} is not a pipeline file: its name must end in ${known}.`,
      {
        details: { path },
      },
    );
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadableFile(path, cause);
  });
  if (yamlExtensions.has(extension)) return yamlText(decodeText(path, bytes));
  const value = await readScript(path);
  return { text: () => writeYaml(value), value, issues: [], unreadable: false, positionOf: () => null };
}

/** The error for a pipeline with mistakes; `details.issues` holds them. */
export function specInvalid(path: string, issues: readonly SpecIssue[]): EspalierError {
  const count = issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`;
  return new EspalierError('spec.invalid', `${path} has ${count}.`, { details: { path, issues } });
}

/**
 * Loads a pipeline from YAML (`.yaml`, `.yml`, `.json`) or a script's default export (`.ts`, `.mts`, `.js`, `.mjs`).
 * @throws EspalierError `spec.invalid` with all issues, `spec.not-found`, `spec.script-failed`.
 */
export async function loadSpec(path: string, options: LoadOptions = {}): Promise<LoadedSpec> {
  const absolute = resolve(path);
  return loaded(absolute, dirname(absolute), await readSpecText(absolute), options);
}

/**
 * The same of YAML that lies in no file of this machine.
 * @param name what mistakes call it
 * @param baseDir absolute folder that relative source paths start from
 * @throws EspalierError `spec.invalid` with all issues
 */
export function loadSpecText(
  text: string,
  place: { readonly name: string; readonly baseDir: string },
  options: LoadOptions = {},
): LoadedSpec {
  return loaded(place.name, place.baseDir, yamlText(text), options);
}

/**
 * A pipeline that a run has recorded, every default filled in, with changes. Settings that only the recorded architecture has go where a change
 * chooses another.
 * @param recorded its value, and the options that the run was started with
 * @throws EspalierError `spec.invalid` with all issues: also where this version of Espalier takes it no more
 */
export function loadRecordedSpec(
  recorded: { readonly spec: unknown; readonly baseDir: string; readonly changes: readonly string[] },
  name: string,
  sets: readonly string[],
): LoadedSpec {
  const { spec: value, baseDir, changes } = recorded;
  const text = { text: () => writeYaml(value), value, issues: [], unreadable: false, positionOf: () => null };
  const othersSettings = notGivenBy(sets, new Set(architectureSettingNames));
  const changed = loaded(name, baseDir, text, { sets, othersSettings }, value);
  return { ...changed, changes: [...changes, ...changed.changes] };
}

function yamlText(text: string): SpecText {
  return { ...readYaml(text), text: () => text };
}

/** @param recorded as `validateSpec` has it */
function loaded(
  path: string,
  baseDir: string,
  text: SpecText,
  options: LoadOptions,
  recorded?: unknown,
): LoadedSpec {
  const overridden = applyOverrides(text.value, options);
  const locate = (issues: readonly SpecIssue[]): SpecIssue[] =>
    issues.map((issue) => {
      if (issue.line !== undefined || issue.origin !== undefined) return issue;
      const origin = overridden.originOf(issue.path);
      return origin === null ? { ...issue, ...text.positionOf(issue.path) } : { ...issue, origin };
    });
  const value = withoutOthers(overridden.value, options.othersSettings ?? new Set());
  const verdict = text.unreadable
    ? null
    : validateSpec(value, { anyPartition: options.anyPartition, recorded });
  const issues = locate([...text.issues, ...overridden.issues, ...(verdict?.issues ?? [])]).sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  if (issues.length > 0 || !verdict?.spec) throw specInvalid(path, issues);
  const { changes } = overridden;
  return { spec: verdict.spec, text: text.text(), path, baseDir, changes, locate };
}
