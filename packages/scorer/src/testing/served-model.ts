/**
 * A small model that is published on a real S3, with settings to score by it, for tests. Not part of the package's interface.
 */
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveNativePart } from '@espalier/native';
import type { Settings } from '@espalier/settings';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { loadTensorFlow, type TensorFlow } from '@espalier/tensorflow';
import { SmallModel } from './small-model.js';

export class ServedModel implements AsyncDisposable {
  private constructor(
    private readonly servers: TestServers,
    readonly settings: Settings,
    readonly store: Store,
    readonly model: SmallModel,
    readonly tf: TensorFlow,
    /** Of a network that has moved away from its forest. */
    readonly bundleUri: string,
    /** Of one that says what its forest says. */
    readonly forestUri: string,
  ) {}

  static async publish(): Promise<ServedModel> {
    const servers = await startTestServers({ parts: ['s3'] });
    const model = await SmallModel.fit();
    const tensorflowDir = resolveNativePart('tensorflow', servers.settings);
    const settings = {
      ...servers.settings,
      native: { ...servers.settings.native, tensorflowDir },
      cacheDir: await ownCache(servers.settings.cacheDir, join(model.dir, 'cache')),
    };
    const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon', settings) });
    const store = createStore(settings.s3);
    const { start, moved } = model.network(tf);
    const bundle = await model.publish(store, model.savedModel(moved), 'moved');
    const forest = await model.publish(store, model.savedModel(start), 'forest');
    return new ServedModel(servers, settings, store, model, tf, bundle.uri, forest.uri);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.store.close();
    await this.model[Symbol.asyncDispose]();
    await this.servers[Symbol.asyncDispose]();
  }
}

/** A cache folder with the real native parts and scratch space of its own. */
async function ownCache(cacheDir: string, own: string): Promise<string> {
  await mkdir(own);
  for (const entry of await readdir(cacheDir)) {
    if (entry !== 'scratch') await symlink(join(cacheDir, entry), join(own, entry));
  }
  return own;
}
