/**
 * Responsible for pipelines written in TypeScript or JavaScript: runs the file, takes its default export.
 * Leaves to others: whether that is a pipeline (validate-spec.ts).
 */
import { fileURLToPath } from 'node:url';
import { EspalierError } from '@espalier/domain';

/** So that a pipeline outside any npm project can import `definePipeline`. */
const ownPackage = fileURLToPath(new URL('./index', import.meta.url));

/** @throws EspalierError `spec.script-failed` when the file throws or has no default export. */
export async function readScript(path: string): Promise<unknown> {
  // Only a pipeline in TypeScript needs it, and every process of a run loads this package.
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, {
    alias: { '@espalier/spec': ownPackage },
    interopDefault: false,
    fsCache: false,
    moduleCache: false,
  });
  let module: { readonly default?: unknown };
  try {
    module = await jiti.import<{ default?: unknown }>(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new EspalierError('spec.script-failed', `${path} stopped with an error: ${reason}`, {
      cause,
      details: { path },
    });
  }
  if (module.default === undefined) {
    throw new EspalierError('spec.script-failed', `${path} has no default export.`, { details: { path } });
  }
  return module.default;
}
