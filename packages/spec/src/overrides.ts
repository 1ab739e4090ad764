/**
 * Responsible for `--set a.b=c`, `--sample 1%`, `--for 2026-11-20` and `--strict`: values given on the command line instead of the file.
 * Leaves to others: whether the result is a pipeline (validate-spec.ts).
 */
import { isSameName } from '@espalier/domain';
import { parseDocument } from 'yaml';
import { formatPath, type PathSegment, parsePath } from './issue-path.js';
import type { SpecIssue } from './spec-issue.js';
import { yamlProblems } from './yaml-problems.js';

interface Override {
  /** As typed: `--set training.epochs=1`. */
  readonly origin: string;
  readonly path: string;
  readonly value: unknown;
}

export interface OverriddenValue {
  readonly value: unknown;
  readonly issues: readonly SpecIssue[];
  /** The options as typed, in their order. */
  readonly changes: readonly string[];
  /** The option that gave the value at `path`, or a parent of it. */
  originOf(path: string): string | null;
}

function parseOverride(text: string): Override | SpecIssue {
  const origin = `--set ${text}`;
  const bad = (message: string): SpecIssue => ({ path: '', code: 'bad-override', message, origin });
  const equals = text.indexOf('=');
  if (equals < 1) return bad('expected key=value, such as training.epochs=1');
  const path = text.slice(0, equals).trim();
  if (!/^[A-Za-z_]\w*((\.\w+)|(\[\d+\]))*$/.test(path) || path.split('.').includes('__proto__')) {
    return bad(`${JSON.stringify(path)} is not a path such as training.epochs or tasks[0].lossWeight`);
  }
  const document = parseDocument(text.slice(equals + 1), { prettyErrors: false });
  const [problem] = yamlProblems(document);
  if (problem) return bad(`the value can't be read: ${problem.message}`);
  const value: unknown = document.toJS();
  return value === null ? bad('the value is missing') : { origin, path, value };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** An entry of a list by its index, or by its `name` (`tasks.income.lossWeight`). */
function entryIndex(list: readonly unknown[], segment: PathSegment): number | null {
  const index =
    typeof segment === 'number'
      ? segment
      : list.findIndex((entry) => isMapping(entry) && isSameName(String(entry.name), segment));
  return index >= 0 && index < list.length ? index : null;
}

interface SetPlace {
  readonly path: string;
  /** The outermost place that had to be made for it, or the place itself. */
  readonly created: string;
}

/** Sets the value inside `root`. @returns where, or null when there is no such place. */
function setAt(root: Record<string, unknown>, path: string, value: unknown): SetPlace | null {
  const segments = parsePath(path);
  const exact: PathSegment[] = [];
  let created: string | null = null;
  let parent: Record<string, unknown> | unknown[] = root;
  for (const [depth, segment] of segments.entries()) {
    const last = depth === segments.length - 1;
    if (Array.isArray(parent)) {
      const index = entryIndex(parent, segment);
      if (index === null) return null;
      exact.push(index);
      if (last) parent[index] = value;
      else {
        const next: unknown = parent[index];
        if (!isMapping(next) && !Array.isArray(next)) return null;
        parent = next;
      }
      continue;
    }
    const key = String(segment);
    exact.push(key);
    if (last) parent[key] = value;
    else {
      const next: unknown = Object.hasOwn(parent, key) ? parent[key] : undefined;
      const child: Record<string, unknown> | unknown[] = isMapping(next) || Array.isArray(next) ? next : {};
      if (child !== next) created ??= formatPath(exact);
      parent[key] = child;
      parent = child;
    }
  }
  return { path: formatPath(exact), created: created ?? formatPath(exact) };
}

function uncut(origin: string): SpecIssue {
  const message =
    "is missing, so the source has no partition to run for: add `partitions: { key: day }`, and {day} to the source's `uri`";
  return { path: 'partitions', code: 'missing', message, origin };
}

/** Applies the options in order to a copy of `value`; a later one wins. */
export function applyOverrides(
  value: unknown,
  options: {
    readonly sets?: readonly string[] | undefined;
    readonly sample?: string | undefined;
    readonly for?: string | undefined;
    readonly strict?: boolean | undefined;
  },
): OverriddenValue {
  const issues: SpecIssue[] = [];
  const origins = new Map<string, string>();
  const overrides: Override[] = [];
  for (const text of options.sets ?? []) {
    const parsed = parseOverride(text);
    if ('value' in parsed) overrides.push(parsed);
    else issues.push(parsed);
  }
  if (options.sample !== undefined) {
    overrides.push({ origin: `--sample ${options.sample}`, path: 'source.sample', value: options.sample });
  }
  if (options.for !== undefined) {
    const override = { origin: `--for ${options.for}`, path: 'partitions.for', value: options.for };
    if (isMapping(value) && value.partitions === undefined) issues.push(uncut(override.origin));
    else overrides.push(override);
  }
  if (options.strict) overrides.push({ origin: '--strict', path: 'strict', value: true });
  const changes = overrides.map(({ origin }) => origin);
  if (overrides.length === 0 || !isMapping(value)) return { value, issues, changes, originOf: () => null };
  const copy: Record<string, unknown> = structuredClone(value);
  for (const { origin, path, value: given } of overrides) {
    const exact = setAt(copy, path, given);
    if (exact === null) {
      issues.push({ path, code: 'bad-override', message: 'there is no such place in the pipeline', origin });
    } else {
      origins.set(exact.created, origin);
      origins.set(exact.path, origin);
    }
  }
  return {
    value: copy,
    issues,
    changes,
    originOf(path) {
      // The longest: an option that had to make a mapping stands for it, and others for what they put in.
      const byLength = [...origins].sort(([a], [b]) => b.length - a.length);
      for (const [set, origin] of byLength) {
        if (path === set || path.startsWith(`${set}.`) || path.startsWith(`${set}[`)) return origin;
      }
      return null;
    },
  };
}
