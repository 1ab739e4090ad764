/**
 * Responsible for rules between `partitions` and the sources whose files they are, held against the file as written.
 * Leaves to others: each key alone (pipeline-schema.ts), which partitions there are (features).
 */
import {
  hasPlaceholder,
  isTimezone,
  markerProblem,
  type PartitionScheme,
  parsePartition,
  partitionEveries,
  templateProblem,
  windowBefore,
} from '@espalier/partitions';
import type { SpecIssue } from './spec-issue.js';

type Mapping = Readonly<Record<string, unknown>>;

const windowKeys = ['last', 'skip', 'atLeast'] as const;
const exampleDay = '2026-11-20';

interface Part {
  readonly path: string;
  readonly uri: string;
  readonly keys: Mapping;
}

/** Of the file as written: what is no scheme is a mistake that others tell. */
export function schemeOf({ key, every = '1d', timezone = 'UTC' }: Mapping): PartitionScheme | null {
  const known = partitionEveries.find((each) => each === every);
  if (typeof key !== 'string' || !/^\w+$/.test(key) || known === undefined) return null;
  return typeof timezone === 'string' && isTimezone(timezone) ? { key, every: known, timezone } : null;
}

function wholeOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : otherwise;
}

/** @param source `source` of the file, `partitions` what stands beside it; null where it is no mapping */
export function* partitionIssues(partitions: Mapping | null, source: Mapping | null): Generator<SpecIssue> {
  const parts = ['train', 'eval'].flatMap((name): Part[] => {
    const keys = source?.[name];
    if (keys === null || typeof keys !== 'object') return [];
    const { uri } = keys as Mapping;
    return typeof uri === 'string' ? [{ path: `source.${name}`, uri, keys: keys as Mapping }] : [];
  });
  if (partitions === null) {
    for (const { path, keys } of parts) yield* strayKeys(path, keys, 'and the pipeline has no `partitions`');
    return;
  }
  const scheme = schemeOf(partitions);
  if (scheme === null) return;
  yield* ownPartition(partitions.for, scheme);
  const cut = parts.filter(({ uri }) => hasPlaceholder(uri, scheme.key));
  if (cut.length === 0 && parts[0] !== undefined) {
    const message = String(templateProblem(parts[0].uri, scheme));
    yield { path: `${parts[0].path}.uri`, code: 'bad-template', message };
  }
  for (const { path, uri, keys } of parts) {
    if (!hasPlaceholder(uri, scheme.key)) {
      yield* strayKeys(path, keys, `and \`uri\` has no {${scheme.key}}`);
      continue;
    }
    const problem = templateProblem(uri, scheme);
    if (problem !== null) yield { path: `${path}.uri`, code: 'bad-template', message: problem };
    else yield* partIssues(path, uri, keys, partitions, scheme);
  }
  yield* overlap(cut, partitions.for, scheme);
}

function* strayKeys(path: string, keys: Mapping, why: string): Generator<SpecIssue> {
  for (const key of windowKeys.filter((each) => keys[each] !== undefined)) {
    yield { path: `${path}.${key}`, code: 'conflict', message: `counts partitions, ${why}: leave it out` };
  }
}

function* ownPartition(given: unknown, scheme: PartitionScheme): Generator<SpecIssue> {
  const path = 'partitions.for';
  const example = scheme.every === '1d' ? exampleDay : `${exampleDay}T13`;
  if (given === undefined) {
    const message = `is missing: say which partition the run is for, such as \`--for ${example}\``;
    yield { path, code: 'missing', message };
  } else if (typeof given === 'string') {
    const parsed = parsePartition(given, scheme);
    if ('problem' in parsed) yield { path, code: 'bad-partition', message: parsed.problem };
  }
}

function* partIssues(
  path: string,
  uri: string,
  keys: Mapping,
  { marker }: Mapping,
  scheme: PartitionScheme,
): Generator<SpecIssue> {
  const last = wholeOr(keys.last, 1);
  if (wholeOr(keys.atLeast, 1) > last) {
    const message = `is more than the ${last} that are read`;
    yield { path: `${path}.atLeast`, code: 'conflict', message };
  }
  if (typeof marker !== 'string') return;
  const problem = markerProblem(uri, scheme);
  if (problem !== null) {
    const message = `${problem}, where \`partitions.marker\` could lie: leave the marker out`;
    yield { path: `${path}.uri`, code: 'conflict', message };
  }
}

/** The rows that measure must not be rows that teach. */
function* overlap(
  [train, held]: readonly Part[],
  given: unknown,
  scheme: PartitionScheme,
): Generator<SpecIssue> {
  if (train === undefined || held === undefined || train.uri !== held.uri || typeof given !== 'string')
    return;
  if ('problem' in parsePartition(given, scheme)) return;
  const windowOf = ({ keys }: Part) => ({ last: wholeOr(keys.last, 1), skip: wholeOr(keys.skip, 0) });
  const [own, other] = [windowOf(train), windowOf(held)];
  if ([own, other].some(({ last, skip }) => last < 1 || skip < 0 || last + skip > 10_000)) return;
  const taught = new Set(windowBefore(given, own, scheme));
  const shared = windowBefore(given, other, scheme).filter((label) => taught.has(label));
  if (shared.length === 0) return;
  const message = `reads ${shared.join(', ')}, and so does \`source.train\`: the model would be measured on rows that it learned from; give \`source.train\` \`skip: ${other.skip + other.last}\``;
  yield { path: 'source.eval', code: 'conflict', message };
}
