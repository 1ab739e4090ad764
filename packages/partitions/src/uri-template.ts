/**
 * Responsible for URIs with a placeholder for the partition: `day={day}/`, or `{day:yyyy/MM/dd}/` for other ways to write it.
 * Leaves to others: which partitions (partition-window.ts), which files a URI names (features).
 */
import { DateTime } from 'luxon';
import { labelFormats, type PartitionEvery, type PartitionScheme } from './partition-scheme.js';

/** Of what a partition is called, finest last. */
const tokensOf: Readonly<Record<PartitionEvery, readonly string[]>> = {
  '1d': ['yyyy', 'MM', 'dd'],
  '1h': ['yyyy', 'MM', 'dd', 'HH'],
};

/** Of a glob. */
const pattern = /[*?[\]{}\\]/;

function placeholders(key: string): RegExp {
  return new RegExp(`\\{${key.replaceAll(/[^\w]/g, '\\$&')}(?::([^{}]*))?\\}`, 'g');
}

export function hasPlaceholder(template: string, key: string): boolean {
  return placeholders(key).test(template);
}

/** Why a URI can't tell partitions apart, as a clause; null where it can. */
export function templateProblem(template: string, { key, every }: PartitionScheme): string | null {
  const found = [...template.matchAll(placeholders(key))];
  if (found.length === 0) {
    return `lacks {${key}}, which stands for the partition, such as ${key}={${key}}/`;
  }
  if (pattern.test(templateRoot(template, key))) return `has a pattern before {${key}}: put it behind`;
  const known = tokensOf[every];
  const used = new Set<string>();
  for (const [whole, format] of found) {
    if (format === undefined) {
      for (const token of known) used.add(token);
      continue;
    }
    const rest = format.replaceAll(/yyyy|MM|dd|HH/g, (token) => {
      used.add(token);
      return '';
    });
    if (!/^[-_/.T]*$/.test(rest)) {
      return `has ${whole}: write it with ${known.join(', ')} and what stands between them, such as {${key}:${known.join('/')}}`;
    }
  }
  const missing = known.filter((token) => !used.has(token));
  if (missing.length === 0) return null;
  return `does not tell one partition from another: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing in {${key}:…}`;
}

/** @param label as `parsePartition` gives it */
export function partitionUri(template: string, label: string, { key, every }: PartitionScheme): string {
  const time = DateTime.fromFormat(label, labelFormats[every], { zone: 'utc' });
  return template.replaceAll(placeholders(key), (_, format?: string) => {
    if (format === undefined) return label;
    return format.replaceAll(/yyyy|MM|dd|HH/g, (token) => time.toFormat(token));
  });
}

/** What stands before the first folder or file that a placeholder is part of. */
export function templateRoot(template: string, key: string): string {
  const first = template.search(placeholders(key));
  return template.slice(0, template.lastIndexOf('/', first) + 1);
}

/**
 * The folders or files that partitions are called by, where one name tells all of a partition: below `templateRoot`, as a template itself.
 * @returns null where it takes several, such as `{day:yyyy/MM}/{day:dd}`
 */
export function partitionSegment(template: string, scheme: PartitionScheme): string | null {
  const [segment = ''] = template.slice(templateRoot(template, scheme.key).length).split('/');
  if (pattern.test(segment.replaceAll(placeholders(scheme.key), ''))) return null;
  return hasPlaceholder(segment, scheme.key) && templateProblem(segment, scheme) === null ? segment : null;
}

/** The deepest folder that a placeholder is part of, as far as such folders are a partition's own; null where they are not. */
function markerFolder(template: string, scheme: PartitionScheme): string | null {
  const folder = template.slice(0, template.lastIndexOf('/') + 1);
  const last = [...folder.matchAll(placeholders(scheme.key))].at(-1);
  if (last === undefined) return null;
  const deepest = folder.slice(0, folder.indexOf('/', last.index + last[0].length) + 1);
  return templateProblem(deepest, scheme) === null ? deepest : null;
}

/** Why a URI says of no partition where its marker lies, as a clause; null where it does. */
export function markerProblem(template: string, scheme: PartitionScheme): string | null {
  const folder = markerFolder(template, scheme);
  if (folder === null) return 'has no folder for each partition';
  const fixed = folder.replaceAll(placeholders(scheme.key), '');
  return pattern.test(fixed) ? 'has a pattern in a folder above or of the partition' : null;
}

/**
 * Where a partition's marker lies: beside its files, in the deepest folder that a placeholder is part of.
 * @returns null where there is a `markerProblem`
 */
export function markerPath(
  template: string,
  label: string,
  marker: string,
  scheme: PartitionScheme,
): string | null {
  if (markerProblem(template, scheme) !== null) return null;
  const folder = markerFolder(template, scheme);
  return folder === null ? null : partitionUri(folder, label, scheme) + marker;
}
