/** Responsible for `espalier pipeline diff NAME[@VERSION] FILE|NAME@VERSION`. Leaves to others: what differs (spec). */
import { type PipelineReference, parsePipelineReference } from '@espalier/domain';
import { loadSpec, sourcePlaces, specDifferences, startsFromFolder } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { differencesText } from '../render/pipelines-text.js';
import { printable } from '../render/printable.js';
import { withPipelines } from './with-registry.js';

export function execute(context: CommandContext, name: string, other: string): Promise<ExitCode> {
  const reference = parsePipelineReference(name);
  // A pipeline file's name has an ending, which no pipeline's has.
  const isFile = /[./\\]/.test(other);
  const otherReference = isFile ? null : parsePipelineReference(other);
  return withPipelines(context, async (book) => {
    const load = (given: PipelineReference) =>
      book.find(given).then((found) => book.load(found, { anyPartition: true }));
    const before = await load(reference);
    const after =
      otherReference === null ? await loadSpec(other, { anyPartition: true }) : await load(otherReference);
    const [from, to] = [before.path, after.path];
    const isFromFolder = [before, after].some(({ spec }) => sourcePlaces(spec).some(startsFromFolder));
    const differences = [
      ...specDifferences(before.spec, after.spec),
      ...(isFromFolder && before.baseDir !== after.baseDir
        ? [{ path: 'folder of relative paths', before: before.baseDir, after: after.baseDir }]
        : []),
    ];
    const same = before.text === after.text ? '' : ' Only comments, or how it is written, differ.';
    context.output.print(
      differences.length === 0
        ? `${printable(from)} and ${printable(to)} run the same.${same}`
        : differencesText(differences, { from, to }, context.output.width),
    );
    context.output.emit({
      ...{ from, to },
      differences: differences.map(({ path, before = null, after = null }) => ({ path, before, after })),
    });
    return exitCodes.done;
  });
}
