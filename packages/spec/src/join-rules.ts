/**
 * Responsible for rules between lookups, counts and the rest of the pipeline, held against the file as written.
 * Leaves to others: each key alone (join-schema.ts), whether the data has what they name (features).
 */
import { nameKey } from '@espalier/domain';
import { hasPlaceholder, type PartitionScheme, templateProblem } from '@espalier/partitions';
import type { SpecIssue } from './spec-issue.js';

type Mapping = Readonly<Record<string, unknown>>;

function mappingOf(value: unknown): Mapping | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Mapping) : null;
}

function entriesOf(list: unknown): Mapping[] {
  return Array.isArray(list) ? list.map((entry) => mappingOf(entry) ?? {}) : [];
}

/** @param scheme null where the pipeline has no `partitions`, or none that can be read */
export function* joinIssues(features: Mapping | null, scheme: PartitionScheme | null): Generator<SpecIssue> {
  const lookups = entriesOf(features?.lookups);
  const counts = entriesOf(features?.counts);
  yield* moment(features, lookups, counts);
  yield* names(features, lookups, counts);
  for (const [index, { uri }] of lookups.entries()) {
    if (typeof uri !== 'string' || scheme === null || !hasPlaceholder(uri, scheme.key)) continue;
    const message = `is cut by {${scheme.key}}, and a lookup is one table: name the folder above, with \`known\` where its rows are of several days`;
    yield { path: `features.lookups[${index}].uri`, code: 'conflict', message };
  }
  for (const [index, { of }] of counts.entries()) {
    const history = mappingOf(of);
    if (history !== null) yield* windows(`features.counts[${index}].of`, history, scheme);
  }
}

function* moment(
  features: Mapping | null,
  lookups: readonly Mapping[],
  counts: readonly Mapping[],
): Generator<SpecIssue> {
  const needed = counts.length > 0 || lookups.some(({ known }) => known !== undefined);
  const path = 'features.asOf';
  if (needed && features?.asOf === undefined) {
    const who = counts.length > 0 ? '`counts`' : '`known` of `lookups`';
    const message = `is missing: ${who} needs the column with the moment that a row's features are as of, such as \`asOf: time\``;
    yield { path, code: 'missing', message };
  }
  if (!needed && features?.asOf !== undefined) {
    const message = 'is read by `counts` and by `lookups` with `known`, and there are none: leave it out';
    yield { path, code: 'conflict', message };
  }
}

/** Each joined column has a name of its own. */
function* names(
  features: Mapping | null,
  lookups: readonly Mapping[],
  counts: readonly Mapping[],
): Generator<SpecIssue> {
  const made = [
    ...lookups.flatMap(({ columns }, index) => {
      const names = Array.isArray(columns) ? columns : Object.values(mappingOf(columns) ?? {});
      return names.map((name) => ({ name, path: `features.lookups[${index}].columns` }));
    }),
    ...counts.map(({ name }, index) => ({ name, path: `features.counts[${index}].name` })),
    ...entriesOf(features?.derived).map(({ name }, index) => ({
      name,
      path: `features.derived[${index}].name`,
    })),
  ];
  const first = new Map<string, string>();
  for (const { name, path } of made) {
    if (typeof name !== 'string') continue;
    const before = first.get(nameKey(name));
    if (before === undefined) first.set(nameKey(name), path);
    // Derived columns among themselves are told by the rule of their list.
    else if (!(before.startsWith('features.derived') && path.startsWith('features.derived'))) {
      const message = `the column ${JSON.stringify(name)} is made at ${before} already: give it another name`;
      yield { path, code: 'duplicate', message };
    }
  }
}

function* windows(path: string, history: Mapping, scheme: PartitionScheme | null): Generator<SpecIssue> {
  const { uri } = history;
  if (typeof uri !== 'string') return;
  if (scheme !== null && hasPlaceholder(uri, scheme.key)) {
    const problem = templateProblem(uri, scheme);
    if (problem !== null) yield { path: `${path}.uri`, code: 'bad-template', message: problem };
    return;
  }
  const why = scheme === null ? 'the pipeline has no `partitions`' : `\`uri\` has no {${scheme.key}}`;
  for (const key of ['late', 'atLeast'] as const) {
    if (history[key] === undefined) continue;
    const message = `says which partitions are read, and ${why}: leave it out`;
    yield { path: `${path}.${key}`, code: 'conflict', message };
  }
}
