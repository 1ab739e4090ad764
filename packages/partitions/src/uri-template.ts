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
  if (/[*?]/.test(templateRoot(template, key))) return `has a pattern before {${key}}: put it behind`;
  const known = tokensOf[every];
  const used = new Set<string>();
  for (const [whole, format] of found) {
    if (format === undefined) return null;
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
 * Where a partition's marker lies: beside its files, in the deepest folder that a placeholder is part of.
 * @returns null where partitions have no folders of their own
 */
export function markerPath(
  template: string,
  label: string,
  marker: string,
  scheme: PartitionScheme,
): string | null {
  const last = [...template.matchAll(placeholders(scheme.key))].at(-1);
  if (last === undefined) return null;
  const end = template.indexOf('/', last.index + last[0].length);
  return end < 0 ? null : partitionUri(template.slice(0, end + 1), label, scheme) + marker;
}
