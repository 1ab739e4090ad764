/** Every architecture by its name in a pipeline; what each is called and takes is declared in `packages/domain/src/architectures.ts`. */
import type { ArchitectureName } from '@espalier/domain';
import type { Architecture } from './architecture.js';
import { mmoe } from './mmoe.js';
import { ple } from './ple.js';
import { separate } from './separate.js';
import { sharedBottom } from './shared-bottom.js';
import { towers } from './towers.js';

export const architectures: Readonly<Record<ArchitectureName, Architecture>> = {
  towers,
  'shared-bottom': sharedBottom,
  separate,
  mmoe,
  ple,
};
