/** Responsible for registered models and pipelines, and S3 itself, for the length of a command: S3 tells of them, whether Temporal is there or not. */
import type { ModelReader, PipelineBook } from '@espalier/client';
import type { Store } from '@espalier/store';
import type { CommandContext } from '../command-context.js';

export function withModels<T>(context: CommandContext, use: (reader: ModelReader) => Promise<T>): Promise<T> {
  return withStore(context, async (store) => {
    const { ModelReader } = await import('@espalier/client');
    return use(new ModelReader(store));
  });
}

export function withPipelines<T>(
  context: CommandContext,
  use: (book: PipelineBook) => Promise<T>,
): Promise<T> {
  return withStore(context, async (store) => {
    const { PipelineBook } = await import('@espalier/client');
    return use(new PipelineBook(store));
  });
}

export async function withStore<T>(context: CommandContext, use: (store: Store) => Promise<T>): Promise<T> {
  const { createStore } = await import('@espalier/store');
  const store = createStore((await context.settings()).s3);
  try {
    return await use(store);
  } finally {
    store.close();
  }
}
