/**
 * Responsible for a version of a model as TensorFlow Serving takes it: FOLDER/NAME/VERSION with `saved_model.pb` at its top, and what a
 * client needs beside the network (forests, leaf map, vocabularies) in `assets.extra`, which SavedModels keep for their owners.
 * Leaves to others: fetching and verifying (export-bundle.ts).
 */
import { mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { partNames } from './bundle-manifest.js';
import { type ExportedBundle, type ExportOptions, exportArranged } from './export-bundle.js';

export interface ServedVersion {
  readonly uri: string;
  readonly model: string;
  readonly version: number;
}

const extras = 'assets.extra';

/**
 * A server that watches FOLDER/NAME sees the version whole or not at all: names that are no number are nothing to it.
 * @param folder that of all models; made where it is not there
 * @throws EspalierError as `exportBundle`
 */
export async function exportForServing(
  { uri, model, version }: ServedVersion,
  folder: string,
  options: ExportOptions,
): Promise<ExportedBundle> {
  const target = join(resolve(folder), model, String(version));
  await mkdir(dirname(target), { recursive: true });
  return exportArranged(uri, target, options, arrangeForServing);
}

async function arrangeForServing(folder: string): Promise<void> {
  const network = partNames.network;
  const names = await readdir(folder);
  await rename(join(folder, network), join(folder, 'saved_model.pb'));
  await rmdir(dirname(join(folder, network)));
  await mkdir(join(folder, extras));
  for (const name of names.filter((each) => each !== dirname(network))) {
    await rename(join(folder, name), join(folder, extras, name));
  }
}
