/**
 * Responsible for one entry of `tasks` in the pipeline file: every key, its meaning, range and default.
 * Leaves to others: the rest of the file (pipeline-schema.ts), what a label's SQL gives (features).
 */
import {
  defaultTaskKind,
  isInheritedName,
  type TaskKindName,
  taskKindNames,
  taskKinds,
} from '@espalier/domain';
import { z } from 'zod';

/** A kind that is the default is the same written or not. */
function withoutDefaultKind<Task extends { readonly kind?: TaskKindName | undefined }>({
  kind,
  ...others
}: Task): Omit<Task, 'kind'> & { readonly kind?: TaskKindName } {
  return kind === undefined || kind === defaultTaskKind ? others : { ...others, kind };
}

const taskKeys = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'expected a name of letters, digits and _, such as long_dwell')
    .refine(
      (name) => !isInheritedName(name),
      'is a name that programs keep for themselves; add to it, such as action_',
    )
    .describe('Name of the task, and of its column of predictions.'),
  group: z
    .enum(['passive', 'active'])
    .describe(
      'passive: frequent actions (click, dwell). active: rare ones (like, share). With `towers` each group has one.',
    ),
  label: z
    .string()
    .min(1)
    .describe('DuckDB SQL that is true for a positive row and false for a negative one.'),
  kind: z
    .enum(taskKindNames)
    .optional()
    .describe(
      `What is predicted; without it ${defaultTaskKind}. ${taskKindNames.map((name) => `${name}: ${taskKinds[name].summary}.`).join(' ')}`,
    ),
  lossWeight: z.number().positive().default(1).describe("Weight of the task's loss beside the others."),
});

export const task = taskKeys.transform(withoutDefaultKind);
