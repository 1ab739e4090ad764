/**
 * Responsible for `espalier bundle export URI FOLDER` and `--model NAME@3 FOLDER`: a published bundle as a folder, or nothing of it.
 * Leaves to others: copying and verifying (registry).
 */
import { EspalierError } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { abortOnInterrupt } from '../interrupt/interrupt-signals.js';
import { namedBundle } from '../named-bundle.js';
import { wrapped } from '../render/fit-width.js';
import { sizeText } from '../render/quantities.js';

export interface BundleExportOptions {
  readonly model?: string;
  readonly serving?: boolean;
}

interface Asked {
  readonly bundle: string | undefined;
  readonly folder: string;
}

/** With a model the one argument is the folder. */
function askedOf(first: string, second: string | undefined, { model, serving }: BundleExportOptions): Asked {
  const refuse = (message: string): never => {
    throw new EspalierError('request.invalid', message);
  };
  if (model !== undefined && second !== undefined)
    return refuse("With --model give the folder alone: the bundle is the version's own.");
  if (serving && model === undefined)
    return refuse('--serving needs --model: the folder is called by the version.');
  if (model !== undefined) return { bundle: undefined, folder: first };
  return second === undefined
    ? refuse('The folder to write is missing: give it after the bundle.')
    : { bundle: first, folder: second };
}

export async function execute(
  context: CommandContext,
  first: string,
  second: string | undefined,
  options: BundleExportOptions,
): Promise<ExitCode> {
  const { output } = context;
  const { bundle, folder } = askedOf(first, second, options);
  const named = await namedBundle(context, { bundle, model: options.model });
  const [{ exportBundle, exportForServing }, { createStore }] = await Promise.all([
    import('@espalier/registry'),
    import('@espalier/store'),
  ]);
  const store = createStore((await context.settings()).s3);
  using interrupt = abortOnInterrupt();
  const access = { store, signal: interrupt.signal };
  try {
    const { manifest, dir, sizeBytes } =
      options.serving && named.model !== null
        ? await exportForServing(named, folder, access)
        : await exportBundle(named.uri, folder, access);
    const { digest, tasks, parts } = manifest;
    const what =
      named.model === null ? 'Exported' : `Version ${named.version} of ${named.model} was exported`;
    const where = options.serving ? dir : folder;
    const told = `${what} to ${where}: ${parts.length} parts, ${sizeText(sizeBytes)}, all verified; it predicts ${tasks.join(', ')}.`;
    output.print(wrapped(told, output.width));
    const version = named.model === null ? {} : { model: named.model, version: named.version };
    const names = parts.map(({ name }) => name);
    output.emit({ uri: named.uri, ...version, folder: dir, digest, tasks, sizeBytes, parts: names });
    return exitCodes.done;
  } catch (error) {
    if (interrupt.first === null || !interrupt.signal.aborted) throw error;
    output.note('Interrupted; nothing was written.');
    return exitCodeOfSignal(interrupt.first);
  } finally {
    store.close();
  }
}
