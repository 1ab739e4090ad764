/** Responsible for registered pipelines as text: all of them, one with its versions, and what lies between two. */
import type { RegisteredPipeline } from '@espalier/client';
import type { PipelineVersion } from '@espalier/domain';
import type { SpecDifference } from '@espalier/spec';
import type { Width } from './fit-width.js';
import { clockText } from './models-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { printable, printableLines } from './printable.js';

export function pipelineListText(pipelines: readonly RegisteredPipeline[], width: Width): string {
  return plainTable(
    [
      { title: 'pipeline' },
      { title: 'version', align: 'right' },
      { title: 'registered', weight: 1 },
      { title: 'by', weight: 2 },
      { title: 'why', wraps: true },
    ],
    pipelines.map(({ pipeline, version, at, by, reason }) => [
      ...[pipeline, String(version), clockText(at)],
      ...[printable(by), printable(reason)],
    ]),
    width,
  );
}

/** @param versions the last one first */
export function pipelineText(
  { pipeline, version, at, by, reason, source }: RegisteredPipeline,
  versions: readonly PipelineVersion[],
  width: Width,
): string {
  const history = plainTable(
    [
      { title: 'version', align: 'right' },
      { title: 'when', weight: 1 },
      { title: 'what' },
      { title: 'by', weight: 2 },
      { title: 'why', wraps: true },
    ],
    versions.map((each) => [
      ...[String(each.version), clockText(each.at), each.source === null ? 'deleted' : 'applied'],
      ...[printable(each.by), printable(each.reason)],
    ]),
    width,
  );
  return [
    `${paint.bold(`${pipeline}@${version}`)}  ${printable(`${clockText(at)} by ${by}: ${reason}`)}`,
    paint.dim(printable(`from ${source.path}; relative paths start from ${source.baseDir}`)),
    '',
    printableLines(source.text.trimEnd()),
    '',
    history,
  ].join('\n');
}

export function differencesText(
  differences: readonly SpecDifference[],
  { from, to }: { readonly from: string; readonly to: string },
  width: Width,
): string {
  return plainTable(
    [{ title: 'key' }, { title: printable(from), wraps: true }, { title: printable(to), wraps: true }],
    differences.map(({ path, before, after }) => [printable(path), valueText(before), valueText(after)]),
    width,
  );
}

function valueText(value: unknown): string {
  if (value === undefined) return '-';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}
