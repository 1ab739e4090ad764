/** Responsible for reading models for the length of a command: S3 tells of them, whether Temporal is there or not. */
import type { ModelReader } from '@espalier/client';
import type { CommandContext } from '../command-context.js';

export async function readModels<T>(
  context: CommandContext,
  use: (reader: ModelReader) => Promise<T>,
): Promise<T> {
  const [{ ModelReader }, { createStore }] = await Promise.all([
    import('@espalier/client'),
    import('@espalier/store'),
  ]);
  const store = createStore((await context.settings()).s3);
  try {
    return await use(new ModelReader(store));
  } finally {
    store.close();
  }
}
