/** The stage's line in the registry of the workflows. */
import { stageDeclarations } from '@espalier/workflows';

Object.assign(stageDeclarations, { tally: { reads: ['plan'], body: { kind: 'fan-out' } } });
