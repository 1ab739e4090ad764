/** Responsible for a bundle that another run has made, opened to score rows of this one; and for what of such a bundle is its own and no fault of the run. */
import { join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { loadBundle } from '@espalier/registry';
import { BundleModel, withNativeFailures } from '@espalier/scorer';
import type { ShardServices } from './shard-services.js';

/** What stays so however often it is tried: the bundle does not fit the rows, or this version can't read it. */
const unfit: ReadonlySet<string> = new Set([
  'features.missing-column',
  'features.column-type',
  'features.infinite-value',
  'features.expression-failed',
  'features.corrupt-source',
  'registry.part-unreadable',
  'encoder.invalid-forest',
  'trainer.nan-prediction',
]);

/** Why the bundle can't predict the rows, as a clause. @throws the error where it is none of the bundle's */
export function reasonUnfit(error: unknown): string {
  if (error instanceof EspalierError && unfit.has(error.code)) return error.message.replace(/\.$/, '');
  throw error;
}

/** @param folder where its parts are put */
export async function withBundle<T>(
  services: ShardServices,
  uri: string,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
  use: (model: BundleModel) => Promise<T>,
): Promise<T> {
  const { store } = services;
  const { paths } = await loadBundle(uri, { store, intoDir: join(folder, 'bundle'), signal });
  return await withNativeFailures(uri, async () => {
    const libraries = { xgboost: services.xgboost, tensorflow: () => services.tensorflow() };
    using model = await BundleModel.openWith(paths, libraries);
    return await use(model);
  });
}
