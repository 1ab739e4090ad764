/** How every kind of task's figures are told, under the names that `domain` declares. */
import type { TaskKindName } from '@espalier/domain';
import { binary } from './binary.js';
import type { KindFigures } from './kind-figures.js';

export const kindFigures: Readonly<Record<TaskKindName, KindFigures>> = { binary };
