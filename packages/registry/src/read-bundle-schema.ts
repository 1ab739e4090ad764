/** Responsible for reading a bundle's feature schema without the rest of it. Leaves to others: loading bundles whole (load-bundle.ts). */
import { EspalierError, type FeatureSchema } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { manifestName, parseBundleManifest, partNames } from './bundle-manifest.js';

/**
 * @param uri `s3://bucket/prefix`
 * @throws EspalierError `registry.not-a-bundle`, `registry.part-missing`; `store.*`
 */
export async function readBundleSchema(store: Store, uri: string): Promise<FeatureSchema> {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.+?)\/?$/.exec(uri) ?? [];
  const own = store.inBucket(bucket);
  const stored = await own.getJson(`${prefix}/${manifestName}`);
  if (stored === null) {
    const message = `There is no bundle at ${uri}: it has no ${manifestName}.`;
    throw new EspalierError('registry.not-a-bundle', message, { details: { bundle: uri } });
  }
  const { parts } = parseBundleManifest(stored.value, uri);
  const name = partNames.featureSchema;
  const part = parts.find((each) => each.name === name);
  if (part === undefined) {
    const message = `The bundle ${uri} lacks its part ${name}.`;
    throw new EspalierError('registry.part-missing', message, { details: { bundle: uri, part: name } });
  }
  return (await own.getVerifiedJson({ ...part, key: `${prefix}/${name}` })) as FeatureSchema;
}
