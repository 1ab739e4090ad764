/**
 * Responsible for which models have seen a partition of a source: empty objects whose keys say it, so that one listing answers.
 * Leaves to others: what a version was made of beside (version records).
 */
import { type Digest, EspalierError, type VersionRecord } from '@espalier/domain';
import { digestHex, mapBounded, type Store } from '@espalier/store';

const prefix = 'lineage/partitions/';
const writesAtOnce = 16;

export interface PartitionSeen {
  readonly label: string;
  /** Of the partition's content, as it was then. */
  readonly digest: Digest;
  /** What the version did with it. */
  readonly split: 'train' | 'eval';
  readonly model: string;
  readonly version: number;
}

interface OfVersion {
  readonly model: string;
  readonly version: number;
}

/** `lineage/partitions/LABEL/DIGEST/SPLIT/MODEL/VERSION`; a label may hold colons, and no slash. */
function seenKey({ label, digest, split, model, version }: PartitionSeen): string {
  return `${prefix}${label}/${digestHex(digest)}/${split}/${model}/${version}`;
}

export async function writePartitionsSeen(
  store: Store,
  { model, version }: OfVersion,
  { partitions }: Pick<VersionRecord, 'partitions'>,
): Promise<void> {
  const seen = partitions.flatMap(({ label, digest, split }) =>
    digest === null ? [] : [{ label, digest, split, model, version }],
  );
  await mapBounded(seen, writesAtOnce, (each) => store.putJson(seenKey(each), {}));
}

/**
 * Whoever has seen the partition of this day or hour, of any source, in the order of model and version.
 * @throws EspalierError `request.invalid` for what can be no label
 */
export async function partitionSeenBy(store: Store, label: string): Promise<readonly PartitionSeen[]> {
  if (!/^[0-9T:-]{1,32}$/.test(label)) {
    throw new EspalierError(
      'request.invalid',
      `${JSON.stringify(label)} is no partition: expected a day or hour, such as 2026-11-20.`,
      { details: { label } },
    );
  }
  const heads = await store.list(`${prefix}${label}/`);
  const seen = heads.map(({ key }): PartitionSeen => {
    const [digits = '', split, model = '', version] = key.slice(`${prefix}${label}/`.length).split('/');
    return {
      ...{ label, digest: `sha256:${digits}`, model, version: Number(version) },
      split: split === 'eval' ? 'eval' : 'train',
    };
  });
  return seen.sort((a, b) => a.model.localeCompare(b.model) || a.version - b.version);
}
