/** Responsible for the bundle that a command is to work with: by its address, or by the model that it is a version of. */
import { EspalierError, parseModelReference } from '@espalier/domain';
import type { CommandContext } from './command-context.js';
import { withModels } from './commands/with-registry.js';

export type NamedBundle =
  | { readonly uri: string; readonly model: null }
  | { readonly uri: string; readonly model: string; readonly version: number };

/** @throws EspalierError `request.invalid` unless one of both is given; `registry.unknown-model`, `registry.unknown-version` */
export async function namedBundle(
  context: CommandContext,
  { bundle, model }: { readonly bundle?: string | undefined; readonly model?: string | undefined },
): Promise<NamedBundle> {
  if ((bundle === undefined) === (model === undefined)) {
    throw new EspalierError(
      'request.invalid',
      'Give a bundle, or the model that it is a version of: one of both.',
    );
  }
  if (bundle !== undefined) return { uri: bundle, model: null };
  const reference = parseModelReference(model ?? '');
  const version = await withModels(context, (reader) => reader.version(reference));
  return { uri: version.bundle.uri, model: version.model, version: version.version };
}
