/** Responsible for a version of a model as `espalier model show` prints it. Leaves to others: finding it. */
import type { ShownVersion } from '@espalier/client';
import { modelAliases, type SourcePartition, type VersionStanding } from '@espalier/domain';
import { type Width, wrapped } from './fit-width.js';
import { clockText } from './models-text.js';
import { paint } from './paint.js';

const standings: Readonly<Record<VersionStanding, string | null>> = {
  registered: null,
  held: paint.red('held by a gate'),
  approved: paint.green('approved'),
  rejected: paint.red('rejected'),
};
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

export function versionText({ state, version, standing, record }: ShownVersion, width: Width): string {
  const aliases = modelAliases.filter((alias) => state[alias] === version.version);
  const words = [...aliases, ...(standings[standing] === null ? [] : [standings[standing]])];
  const passed = record.verdicts.filter((verdict) => verdict.passed).length;
  const checkpoints = Object.entries(record.checkpoints).map(([stage, { step }]) => `${stage} at ${step}`);
  const lines = [
    ['registered', clockText(version.registeredAt)],
    ['run', version.run],
    ['bundle', version.bundle.uri],
    ['source', record.sourceDigest],
    ['partitions', partitionsLine(record.partitions)],
    ['spec', record.spec.key],
    ['stages', Object.keys(record.manifests).join(', ')],
    ['checkpoints', checkpoints.length === 0 ? 'none kept' : checkpoints.join(', ')],
    [
      'gates',
      record.verdicts.length === 0 ? 'none declared' : `${passed} of ${record.verdicts.length} passed`,
    ],
  ].map(([label = '', text = '']) => `  ${paint.dim(label.padEnd(labelWidth))}  ${text}`);
  const verdicts = record.verdicts.map(({ passed, because }) =>
    wrapped(`    ${passed ? paint.green('passed') : paint.red('failed')} ${because}`, width, 2),
  );
  const others = modelAliases.map((alias) => `${alias} ${state[alias] ?? 'none'}`).join(', ');
  return [
    `${paint.bold(`${version.model}@${version.version}`)}${words.length === 0 ? '' : `  ${words.join(', ')}`}`,
    ...lines,
    ...verdicts,
    paint.dim(`${version.model}: ${others}; ${state.versions} version${state.versions === 1 ? '' : 's'}`),
  ].join('\n');
}
