/** Responsible for registered pipelines for the length of a command: S3 has them, whether Temporal is there or not. */
import type { PipelineBook } from '@espalier/client';
import type { CommandContext } from '../command-context.js';

export async function withPipelines<T>(
  context: CommandContext,
  use: (book: PipelineBook) => Promise<T>,
): Promise<T> {
  const [{ PipelineBook }, { createStore }] = await Promise.all([
    import('@espalier/client'),
    import('@espalier/store'),
  ]);
  const store = createStore((await context.settings()).s3);
  try {
    return await use(new PipelineBook(store));
  } finally {
    store.close();
  }
}
