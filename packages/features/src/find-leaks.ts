/**
 * Responsible for features that tell a label alone, on a sample of the rows: suspected leaks, those acknowledged, and features that tell
 * nothing.
 * Leaves to others: sampling and measuring (sample-rows.ts, single-feature-auc.ts), whether a warning refuses (preflight.ts).
 */
import { setImmediate } from 'node:timers/promises';
import { type FeatureColumn, isSameName, nameKey } from '@espalier/domain';
import type { PipelineSpec, SpecIssue } from '@espalier/spec';
import type { Database } from './database.js';
import { type RowsToSample, type SampledRows, sampleRows } from './sample-rows.js';
import { type ClassCounts, classCounts, singleFeatureAuc } from './single-feature-auc.js';
import type { SourceAccess } from './source-bytes.js';

/**
 * From here on one feature alone is too good to be true. Honest columns stay below: the best of Census-Income reaches
 * 0.977 alone (place in the household, for who never married).
 */
const leakAuc = 0.99;

/** Fewer rows of a class than this show nothing. */
const fewestOfClass = 10;

export interface LeakSearch {
  /** Suspected leaks that nobody acknowledged, in the order of features, then tasks. */
  readonly warnings: readonly SpecIssue[];
  /** Acknowledged columns with their reasons, and tasks that nothing was tried against. */
  readonly notes: readonly string[];
}

/** Reads at most some 20,000 rows. */
export async function findLeaks(
  database: Database,
  spec: Pick<PipelineSpec, 'features' | 'tasks'>,
  source: RowsToSample,
  access: SourceAccess,
): Promise<LeakSearch> {
  return await search(spec, source.features, await sampleRows(database, source, access));
}

async function search(
  spec: Pick<PipelineSpec, 'features' | 'tasks'>,
  features: readonly FeatureColumn[],
  sample: SampledRows,
): Promise<LeakSearch> {
  const counts = sample.labels.map((labels) => classCounts(labels.subarray(0, sample.rows)));
  const reasons = new Map(
    (spec.features.acknowledged ?? []).map(({ column, reason }) => [nameKey(column), reason]),
  );
  const rows = `${sample.rows.toLocaleString('en-US')} sampled rows`;
  const warnings: SpecIssue[] = [];
  const notes: string[] = [
    ...constantNotes(sample, features, rows),
    ...unseenTasks(spec.tasks, counts, rows),
  ];
  for (const [index, { name, kind }] of features.entries()) {
    // The orchestrator does other things too, and a wide source takes a second.
    await setImmediate();
    const aucs = singleFeatureAuc(sample, sample.features[index] as Float64Array, kind);
    const telling = aucs.flatMap((auc, t) =>
      auc >= leakAuc && isEnough(counts[t])
        ? [`\`${name}\` alone tells \`${spec.tasks[t]?.name}\` (AUC ${auc.toFixed(3)} on ${rows})`]
        : [],
    );
    const reason = reasons.get(nameKey(name));
    if (reason === undefined) {
      const path = pathOf(name, spec.features);
      for (const what of telling) {
        warnings.push({ path, code: 'suspected-leak', message: `${what}: ${remedy}` });
      }
    } else {
      const what = telling.length > 0 ? telling.join('; ') : `\`${name}\` tells no task alone`;
      notes.push(`Acknowledged: ${what}; reason: ${reason}`);
    }
  }
  return { warnings, notes };
}

/** Features with one value in all rows: they stay, since other rows may have others. */
function constantNotes(sample: SampledRows, features: readonly FeatureColumn[], rows: string): string[] {
  if (sample.rows < 2) return [];
  const constant = features.filter((_, index) => {
    const values = sample.features[index]?.subarray(0, sample.rows);
    return values?.every((value) => Object.is(value, values[0]) || value === values[0]);
  });
  if (constant.length === 0) return [];
  const names = constant.map(({ name }) => name).join(', ');
  return [
    `The same in all ${rows}, so that nothing is learnt from it: ${names}; exclude it (features.exclude).`,
  ];
}

const remedy =
  'if it is known only after the action, exclude it (features.exclude), or acknowledge it with a reason (features.acknowledged)';

function isEnough(counts: ClassCounts | undefined): boolean {
  return counts !== undefined && Math.min(counts.positives, counts.negatives) >= fewestOfClass;
}

function unseenTasks(
  tasks: PipelineSpec['tasks'],
  counts: readonly ClassCounts[],
  sampledRows: string,
): string[] {
  return tasks.flatMap(({ name }, t) => {
    if (isEnough(counts[t])) return [];
    const { positives = 0, negatives = 0 } = counts[t] ?? {};
    return [
      `No column was tried against \`${name}\`: the ${sampledRows} hold ${positives} positive and ${negatives} negative ones, and fewer than ${fewestOfClass} of a class show nothing.`,
    ];
  });
}

/** Where the pipeline names the feature; `features` where it does not. */
function pathOf(name: string, { include, derived }: PipelineSpec['features']): string {
  const asked = include?.findIndex((column) => isSameName(column, name)) ?? -1;
  if (asked >= 0) return `features.include[${asked}]`;
  const made = derived?.findIndex((column) => column.name === name) ?? -1;
  return made >= 0 ? `features.derived[${made}]` : 'features';
}
