export { growHeapToCompute } from './computing-heap.js';
export { findProgram } from './find-program.js';
export { type InstalledPackage, InstalledPackages, isOwnPackage, versionOf } from './installed-packages.js';
export { preparePrograms } from './prepare-programs.js';
