export type { GangRole, NativeLibrary, StageDeclaration, StageWork } from './declaration.js';
export {
  contentOf,
  type StageKinds,
  shardsOf,
  stageDeclarations,
  stageSpecPart,
  touchingPart,
} from './registry.js';
