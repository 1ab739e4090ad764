/** Responsible for a version of a model as `espalier model show` prints it. Leaves to others: finding it. */
import type { ShownVersion } from '@espalier/client';
import {
  modelAliases,
  type SourcePartition,
  type VersionRecord,
  type VersionStanding,
} from '@espalier/domain';
import { type Width, wrapped } from './fit-width.js';
import { clockText, timeLeftText } from './models-text.js';
import { paint } from './paint.js';
import { lastPointsLine } from './watch-text.js';

const standings: Readonly<Record<VersionStanding, string | null>> = {
  registered: null,
  held: paint.red('held by a gate'),
  awaiting: paint.yellow('waits for approval'),
  approved: paint.green('approved'),
  rejected: paint.red('rejected'),
};
const mostStale = 5;
const labelWidth = 'checkpoints'.length;

function partitionsLine(partitions: readonly SourcePartition[]): string {
  const found = partitions.filter(({ digest }) => digest !== null);
  const [first] = found;
  if (first === undefined) return 'not cut by time';
  const of = (split: SourcePartition['split']) => {
    const labels = found.filter((each) => each.split === split).map(({ label }) => label);
    const span = labels.length > 1 ? `${labels[0]} to ${labels.at(-1)} (${labels.length})` : labels.join('');
    return labels.length === 0 ? [] : [`${split} ${span}`];
  };
  return [...of('train'), ...of('eval')].join(', ');
}

/** What was written anew since, and how to train on it. */
function staleText(stale: ShownVersion['stale'], { pipeline, partitions }: VersionRecord): string | null {
  if (stale.length === 0) return null;
  const labels = [...new Set(stale.map(({ label }) => label))];
  const newest = partitions
    .map(({ label }) => label)
    .sort()
    .at(-1);
  const named = labels.slice(0, mostStale).join(', ');
  const more = labels.length > mostStale ? ` and ${labels.length - mostStale} more` : '';
  return `stale: ${named}${more} ${labels.length === 1 ? 'was' : 'were'} written anew since. Train on what it is now: espalier pipeline run ${pipeline} --for ${newest}`;
}

function passedText(verdicts: readonly { readonly passed: boolean }[], none: string): string {
  const passed = verdicts.filter((verdict) => verdict.passed).length;
  return verdicts.length === 0 ? none : `${passed} of ${verdicts.length} passed`;
}

function goldenLines({ golden }: VersionRecord): string[][] {
  if (golden === undefined) return [];
  if ('missing' in golden) return [['golden rows', `none: ${golden.missing}`]];
  const positives = Object.entries(golden.positives).map(([task, count]) => `${count} of ${task}`);
  return [['golden rows', `${golden.rows}, positives: ${positives.join(', ')}`]];
}

/** What a version waits for, and how long. */
function awaitedText({ state, version }: ShownVersion): string | null {
  const awaited = state.awaiting?.find((each) => each.version === version.version);
  if (awaited === undefined) return null;
  const otherwise = awaited.otherwise === 'promote' ? 'becomes the champion' : 'is rejected';
  const name = `${version.model}@${version.version}`;
  return `waits for approval until ${clockText(awaited.until)} (${timeLeftText(awaited.until)}); otherwise it ${otherwise}: espalier model approve ${name}, or reject`;
}

export function versionText(shown: ShownVersion, width: Width): string {
  const { state, version, standing, record, stale, watched } = shown;
  const aliases = modelAliases.filter((alias) => state[alias] === version.version);
  const words = [...aliases, ...(standings[standing] === null ? [] : [standings[standing]])];
  const checkpoints = Object.entries(record.checkpoints).map(([stage, { step }]) => `${stage} at ${step}`);
  const ofData = record.checks?.verdicts ?? [];
  const points = lastPointsLine(watched.filter((point) => point.version === version.version));
  const lines = [
    ['registered', clockText(version.registeredAt)],
    ['run', version.run],
    ['bundle', version.bundle.uri],
    ['source', record.sourceDigest],
    ['partitions', partitionsLine(record.partitions)],
    ['spec', record.spec.key],
    ['stages', Object.keys(record.manifests).join(', ')],
    ['checkpoints', checkpoints.length === 0 ? 'none kept' : checkpoints.join(', ')],
    ...goldenLines(record),
    ['gates', passedText(record.verdicts, 'none declared')],
    ...(record.checks === undefined ? [] : [['checks', passedText(ofData, 'nothing to hold the data to')]]),
    ...(points === null ? [] : [['watched on', points]]),
  ].map(([label = '', text = '']) => `  ${paint.dim(label.padEnd(labelWidth))}  ${text}`);
  const verdicts = [...record.verdicts, ...ofData.filter((verdict) => !verdict.passed)].map(
    ({ passed, because }) =>
      wrapped(`    ${passed ? paint.green('passed') : paint.red('failed')} ${because}`, width, 2),
  );
  const staleLine = staleText(stale, record);
  const awaited = awaitedText(shown);
  const others = modelAliases.map((alias) => `${alias} ${state[alias] ?? 'none'}`).join(', ');
  return [
    `${paint.bold(`${version.model}@${version.version}`)}${words.length === 0 ? '' : `  ${words.join(', ')}`}`,
    ...lines,
    ...(awaited === null ? [] : [wrapped(`  ${paint.yellow(awaited)}`, width, 2)]),
    ...verdicts,
    ...(staleLine === null ? [] : [wrapped(`  ${paint.yellow(staleLine)}`, width, 2)]),
    paint.dim(`${version.model}: ${others}; ${state.versions} version${state.versions === 1 ? '' : 's'}`),
  ].join('\n');
}
