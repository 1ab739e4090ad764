/** Every kind of task's loss and prediction, under the names that `domain` declares. */
import type { TaskKindName } from '@espalier/domain';
import { binary } from './binary.js';
import type { TaskKind } from './task-kind.js';

export const taskKinds: Readonly<Record<TaskKindName, TaskKind>> = { binary };
