/**
 * Responsible for what a run for a partition would read of that very partition: the same name for the same content, before it runs and after.
 * Leaves to others: looking at the source (features), which runs have ended with it (registry).
 */
import type { Digest, SourcePartition } from '@espalier/domain';
import { hasPlaceholder } from '@espalier/partitions';
import type { LoadedSpec, PipelineSpec } from '@espalier/spec';
import { digestHex, digestOfJson, type Store } from '@espalier/store';

type Splits = Readonly<Partial<Record<'train' | 'eval', Digest>>>;

const contentDigits = 16;

function contentOf(splits: Splits): string {
  return digestHex(digestOfJson(splits)).slice(0, contentDigits);
}

/** What a plan has found. Null where its digests are of more than contents: folders make columns. */
export function plannedContent(
  { source }: { readonly source: { readonly partitions?: unknown } },
  label: string,
  partitions: readonly SourcePartition[],
): string | null {
  if (source.partitions !== undefined) return null;
  const read = partitions.flatMap(({ label: own, split, digest }) =>
    own === label && digest !== null ? [[split, digest] as const] : [],
  );
  return contentOf(Object.fromEntries(read));
}

/**
 * Those of the partitions that are there, whole, by their labels.
 * @throws EspalierError `features.source-missing`; `features.source-changed` where a file is being written to
 */
export async function presentContents(
  store: Store,
  { spec, baseDir }: LoadedSpec,
  labels: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  // Loaded by who needs it, DuckDB and all.
  const { PartitionWatch } = await import('@espalier/features');
  const present = await new PartitionWatch({ baseDir, store, signal }).among(spec, labels);
  const read = readSplits(spec);
  return new Map(
    present.map(({ label, splits }) => [
      label,
      contentOf(Object.fromEntries(Object.entries(splits).filter(([split]) => read.includes(split)))),
    ]),
  );
}

/** Parts of the source whose window holds the run's own partition. */
function readSplits({ source, partitions }: PipelineSpec): readonly string[] {
  return (['train', 'eval'] as const).filter((split) => {
    const part = source[split];
    const isCut = part !== undefined && partitions !== undefined && hasPlaceholder(part.uri, partitions.key);
    return isCut && (part.skip ?? 0) === 0;
  });
}
