/** Every kind of task's figures, under the names that `domain` declares. */
import type { TaskKindName } from '@espalier/domain';
import { binary } from './binary.js';
import type { TaskFigures } from './task-figures.js';

export const taskFigures: Readonly<Record<TaskKindName, TaskFigures>> = { binary };
