/** Responsible for registered pipelines as text: all of them, one with its versions, and what lies between two. */
import type { RegisteredPipeline } from '@espalier/client';
import type { PipelineVersion } from '@espalier/domain';
import type { SpecDifference } from '@espalier/spec';
import type { Width } from './fit-width.js';
import { clockText } from './models-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';

/** But line ends and tabs: whoever registered a text moves nobody's cursor. */
const controls = /[^\P{Cc}\n\t]/gu;

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
      ...[by, reason],
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
      ...[each.by, each.reason],
    ]),
    width,
  );
  return [
    `${paint.bold(`${pipeline}@${version}`)}  ${clockText(at)} by ${by}: ${reason}`,
    paint.dim(`from ${source.path}; relative paths start from ${source.baseDir}`),
    '',
    source.text.trimEnd().replace(controls, ''),
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
    [{ title: 'key' }, { title: from, wraps: true }, { title: to, wraps: true }],
    differences.map(({ path, before, after }) => [path, valueText(before), valueText(after)]),
    width,
  );
}

function valueText(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
