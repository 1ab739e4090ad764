/** Responsible for a bundle as local files, from wherever it lies. Leaves to others: what is in it (registry). */
import { type LoadedBundle, loadBundle } from '@espalier/registry';
import type { Settings } from '@espalier/settings';
import { createStore } from '@espalier/store';

/** @param intoDir where the parts of one in S3 are put */
export async function fetchBundle(settings: Settings, uri: string, intoDir: string): Promise<LoadedBundle> {
  if (!uri.startsWith('s3://')) return await loadBundle(uri);
  const store = createStore(settings.s3);
  try {
    return await loadBundle(uri, { store, intoDir });
  } finally {
    store.close();
  }
}
