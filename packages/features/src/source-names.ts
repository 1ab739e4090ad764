/**
 * Responsible for which names below a source's root are its files: the rules for patterns, endings and names that are no data,
 * the same on disk and in S3.
 * Leaves to others: finding the names (local-files.ts, list-source.ts).
 */
import { Minimatch } from 'minimatch';

/** `*`, `?`, `[a-z]` and a whole `**` stand for something; a backslash takes the next letter as it is. Nothing else does. */
const patternOptions = {
  nobrace: true,
  noext: true,
  nocomment: true,
  nonegate: true,
  dot: true,
  magicalBraces: false,
} as const;

const parquetEnding = /\.(parquet|parq|pq)$/i;

export interface NamePattern {
  readonly text: string;
  /** @param name relative to the root, with `/` */
  matches(name: string): boolean;
  /** Whether a folder may hold what matches. */
  mayHold(folder: string): boolean;
  /** True where only another case or ending keeps a name from matching. */
  nearlyMatches(name: string): boolean;
}

/** Whether a name can be a pattern at all, where nothing of that very name exists. */
export function canBePattern(text: string): boolean {
  return /[*?[\\]/.test(text);
}

export function namePattern(text: string): NamePattern {
  const exact = new Minimatch(text, patternOptions);
  const loose = new Minimatch(withoutEnding(text), { ...patternOptions, nocase: true });
  return {
    text,
    matches: (name) => exact.match(name),
    mayHold: (folder) => exact.match(folder, true) || ancestorsOf(`${folder}/`).some((f) => exact.match(f)),
    nearlyMatches: (name) =>
      parquetEnding.test(text) && parquetEnding.test(name) && loose.match(withoutEnding(name)),
  };
}

function withoutEnding(name: string): string {
  return name.replace(parquetEnding, '');
}

/** A `**` beside other letters would be read as `*`, which few expect: how to write it instead; null where there is none. */
export function misplacedStars(pattern: string): string | null {
  const segment = pattern.split('/').find((part) => part.includes('**') && part !== '**');
  if (segment === undefined) return null;
  return `\`**\` stands for folders only where it stands alone: write ${segment.replaceAll(/\*\*+/g, '**/*')} instead of ${segment}`;
}

/**
 * The first part of a name that marks it as no data, as Spark and Arrow have it: one that starts with `.`, or with `_` unless it
 * is a folder `_key=value`. A pattern that names such a part by its first letter asks for it.
 */
export function hiddenPart(name: string, pattern: NamePattern | null): string | null {
  const parts = name.split('/');
  const asked = (letter: string) =>
    pattern?.text.split('/').some((segment) => segment.startsWith(letter)) ?? false;
  const at = parts.findIndex(
    (part) =>
      (part.startsWith('.') && !asked('.')) || (part.startsWith('_') && !part.includes('=') && !asked('_')),
  );
  return at < 0 ? null : parts.slice(0, at + 1).join('/') + (at + 1 < parts.length ? '/' : '');
}

export interface ChosenNames {
  readonly names: readonly string[];
  /** What was passed over and why, one clause each. */
  readonly passedOver: readonly string[];
}

/** Chooses among the names of all files below a root; the pattern is null where the root itself was named. */
export function chooseNames(names: readonly string[], pattern: NamePattern | null): ChosenNames {
  const hidden = new Set<string>();
  const visible = names.filter((name) => {
    const part = hiddenPart(name, pattern);
    if (part !== null && (part.endsWith('/') || parquetEnding.test(part))) hidden.add(part);
    return part === null;
  });
  const isParquet = (name: string) => parquetEnding.test(name);
  const matched = pattern === null ? [] : visible.filter((name) => pattern.matches(name));
  // A pattern may also name folders, as those that Spark writes.
  const inMatched = (name: string) => ancestorsOf(name).some((folder) => pattern?.matches(folder));
  const candidates = pattern === null ? visible : matched.length > 0 ? matched : visible.filter(inMatched);
  const chosen = matched.length > 0 ? matched : candidates.filter(isParquet);
  const taken = new Set(chosen);
  const others =
    pattern === null || matched.length === 0 ? candidates.filter((name) => !isParquet(name)) : [];
  const near = visible.filter((name) => !taken.has(name) && pattern?.nearlyMatches(name));
  return {
    names: chosen,
    passedOver: [
      clause([...hidden], 'whose name starts with . or _'),
      clause(others, 'whose name does not end in .parquet, .parq or .pq'),
      clause(near, `that ${pattern?.text} would match with another ending, or without regard to case`),
    ].filter((text) => text !== null),
  };
}

function clause(names: readonly string[], why: string): string | null {
  return names.length === 0 ? null : `${someOf(names)} ${why}`;
}

/** Up to three names, and how many more. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** `a/b/c` has the folders `a` and `a/b`. */
function ancestorsOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
