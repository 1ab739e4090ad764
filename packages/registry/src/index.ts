export type { BundleManifest } from './bundle-manifest.js';
export { type ExportedBundle, exportBundle } from './export-bundle.js';
export { type BundlePaths, type LoadedBundle, loadBundle } from './load-bundle.js';
export { type BundleContent, type PublishedBundle, writeBundle } from './write-bundle.js';
