export { addonSourcesDigest } from './addon-build.js';
export { findGpus, type Gpu, gpuOfSlot } from './find-gpus.js';
export { type HostLockOptions, withHostLock } from './host-lock.js';
export {
  allNativeParts,
  type InstallOptions,
  type InstallProgress,
  installNativeParts,
  missingParts,
  neededParts,
} from './install-native-parts.js';
export { MemoryKillWatch } from './memory-kill-watch.js';
export { nativePartVersion } from './native-part-version.js';
export type { NativePartName } from './part-table.js';
export { resolveNativePart } from './resolve-native-part.js';
export { makeUsableFolder } from './usable-folder.js';
