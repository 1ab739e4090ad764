/**
 * Responsible for one listing of a source or table, whole or of a window of its partitions, so that it can be asked for again.
 * Leaves to others: what one URI names (list-source.ts), what a window holds (list-partitions.ts).
 */
import { listPartitions, type PartitionedSource, type PartitionListing } from './list-partitions.js';
import { listSource, type SourceListing, type SourcePlace } from './list-source.js';

export interface ListedPlace {
  readonly uri: string;
  /** Null or absent where it is not cut by time. */
  readonly cut?: PartitionedSource | null;
}

export interface Listed {
  readonly place: ListedPlace;
  readonly listing: SourceListing;
}

/** @throws EspalierError as `listSource`; the signal's reason */
export async function listPlace(
  { uri, cut }: ListedPlace,
  access: SourcePlace & { readonly signal?: AbortSignal | undefined },
): Promise<SourceListing & Pick<PartitionListing, 'problems'>> {
  return cut == null
    ? { ...(await listSource(uri, access)), problems: [] }
    : await listPartitions(cut, access);
}
