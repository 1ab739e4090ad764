export { bundlePrograms } from './bundle-programs.js';
export { type InstalledPackage, InstalledPackages, isOwnPackage, versionOf } from './installed-packages.js';
