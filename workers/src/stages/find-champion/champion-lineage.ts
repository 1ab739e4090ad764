/**
 * Responsible for what the records of a version tell of the rows and tasks that it was made of.
 * Leaves to others: whether rows may be compared on (registry), which version (find-champion.ts).
 */
import { kindOf, type PlanBody, taskKindNames, type VersionRecord } from '@espalier/domain';
import { damageOf, type ModelRows } from '@espalier/registry';
import type { PipelineSpec } from '@espalier/spec';
import { readManifest, type Store } from '@espalier/store';
import { z } from 'zod';

/** What is read of a run's stored spec, which an earlier version may have written. */
const madeOf = z.object({
  seed: z.number(),
  tasks: z.array(z.object({ name: z.string(), kind: z.enum(taskKindNames).optional(), label: z.string() })),
  partitions: z.object({ every: z.string(), timezone: z.string() }).optional(),
});
export type MadeOf = z.infer<typeof madeOf>;

export interface VersionLineage {
  readonly rows: ModelRows;
  readonly tasks: MadeOf['tasks'];
}

/** Of the run's own plan and spec. */
export function modelRows(plan: PlanBody, { seed, partitions: cut }: MadeOf): ModelRows {
  const { sourceDigest, partitions = [], splitRules, columns } = plan;
  const isCut = partitions.length > 0 && cut !== undefined;
  return {
    ...{ sourceDigest, partitions, splitRules, columns, seed },
    cut: isCut ? { every: cut.every, timezone: cut.timezone } : null,
  };
}

/**
 * @returns a clause where the records can't tell it: somebody has removed or damaged them, or an unknown version wrote them
 * @throws EspalierError `store.unreachable`
 */
export async function lineageOf(store: Store, record: VersionRecord): Promise<VersionLineage | string> {
  const { plan } = record.manifests;
  if (plan === undefined) return 'its record names no plan';
  try {
    const { body } = await readManifest(store, { ...plan, stage: 'plan' });
    const stored = (await store.getVerifiedJson(record.spec)) as { readonly spec?: unknown };
    const spec = madeOf.safeParse(stored.spec);
    if (!spec.success) return 'its pipeline is not of a form that this version knows';
    return { rows: modelRows(body, spec.data), tasks: spec.data.tasks };
  } catch (error) {
    const damage = damageOf(error);
    if (damage === null) throw error;
    return damage;
  }
}

/** Tasks of the run that the version can't be compared by, each with the reason as a clause. */
export function otherTasks(
  tasks: PipelineSpec['tasks'],
  before: MadeOf['tasks'],
  version: number,
): Readonly<Record<string, string>> {
  const found = tasks.flatMap((task): (readonly [string, string])[] => {
    const same = before.find(({ name }) => name === task.name);
    if (same === undefined) return [[task.name, `version ${version} has no such task`]];
    if (kindOf(same) !== kindOf(task)) return [[task.name, `version ${version} has it as ${kindOf(same)}`]];
    if (same.label.trim() === task.label.trim()) return [];
    return [[task.name, `version ${version} predicts another label, ${same.label.trim()}`]];
  });
  return Object.fromEntries(found);
}
