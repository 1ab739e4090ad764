/** Every kind of task's label, under the names that `domain` declares. */
import { kindOf, type TaskKindName, type TaskOfKind } from '@espalier/domain';
import { binary } from './binary.js';
import type { LabelKind } from './label-kind.js';

export const labelKinds: Readonly<Record<TaskKindName, LabelKind>> = { binary };

export function labelKindOf(task: Pick<TaskOfKind, 'kind'>): LabelKind {
  return labelKinds[kindOf(task)];
}
