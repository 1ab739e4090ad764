/**
 * Responsible for the partitions of a window: the objects of each, and which are missing.
 * Leaves to others: which partitions the window holds (partitions), what one URI names (list-source.ts).
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { hasPlaceholder, markerPath, partitionUri, templateRoot, windowBefore } from '@espalier/partitions';
import type { PipelineSpec } from '@espalier/spec';
import { type ListedObject, listSource, type SourceListing, type SourcePlace } from './list-source.js';
import { isS3Uri, s3Place } from './s3-place.js';
import { objectKey } from './shared-objects.js';
import { someOf } from './source-names.js';

/** Where a source is cut by time: what of it a run reads. */
export interface PartitionedSource {
  readonly uri: string;
  readonly scheme: NonNullable<PipelineSpec['partitions']>;
  /** Oldest first. */
  readonly labels: readonly string[];
  /** How many of them must be there. */
  readonly atLeast: number;
}

export interface PartitionListing extends SourceListing {
  readonly objects: readonly (ListedObject & { readonly partition: string })[];
  /** Too few are there, or two are the same, one clause each. */
  readonly problems: readonly string[];
}

/** Listings at a time; each is a request or a walk of its own. */
const atOnce = 16;

/** Null where a part of the source is not cut by time. */
export function partitionedSource(
  { uri, last = 1, skip = 0, atLeast = last }: PipelineSpec['source']['train'],
  scheme: PipelineSpec['partitions'],
): PartitionedSource | null {
  if (scheme?.for === undefined || !hasPlaceholder(uri, scheme.key)) return null;
  return { uri, scheme, labels: windowBefore(scheme.for, { last, skip }, scheme), atLeast };
}

/** @throws EspalierError as `listSource`; the signal's reason */
export async function listPartitions(
  { uri, scheme, labels, atLeast }: PartitionedSource,
  place: SourcePlace & { readonly signal?: AbortSignal | undefined },
): Promise<PartitionListing> {
  const found: (SourceListing & { readonly label: string; readonly absent: string | null })[] = [];
  for (let i = 0; i < labels.length; i += atOnce) {
    place.signal?.throwIfAborted();
    const some = labels.slice(i, i + atOnce).map(async (label) => {
      const absent = await missingMarker(uri, label, scheme, place);
      const listing = await listSource(partitionUri(uri, label, scheme), place);
      const reason = absent ?? (listing.objects.length === 0 ? 'no Parquet file' : null);
      return { ...listing, label, absent: reason };
    });
    found.push(...(await Promise.all(some)));
  }
  const root = rootOf(templateRoot(uri, scheme.key), place);
  const there = found.filter(({ absent }) => absent === null);
  const objects = there.flatMap(({ label, objects: own }) =>
    own.map((object) => ({ ...object, name: nameBelow(root, object), partition: label })),
  );
  const missing = found.filter(({ absent }) => absent !== null);
  const problems = [...repeatedFiles(objects)];
  const absent = missing.map(({ label, absent: why }) => `${label} (${why})`);
  if (there.length < atLeast) {
    const wanted = atLeast === labels.length ? 'all of them are wanted' : `at least ${atLeast} are wanted`;
    problems.push(
      `${missing.length} of ${labels.length} partitions of ${uri} are missing, and ${wanted}: ${someOf(absent)}`,
    );
  }
  const count = `${there.length} of ${labels.length} partitions`;
  const range = labels.length === 1 ? labels[0] : `${labels[0]} to ${labels.at(-1)}`;
  const notes = [
    `${uri} is read for ${range}: ${count} with ${objects.length} ${objects.length === 1 ? 'file' : 'files'}.`,
    ...(missing.length > 0 ? [`Missing partitions of ${uri}: ${someOf(absent)}.`] : []),
    ...passedOver(there),
  ];
  return { objects, notes, unreadable: there.flatMap(({ unreadable }) => unreadable), problems };
}

/** Why a partition is not whole, as a clause; null where it is, or nothing tells. */
export async function missingMarker(
  uri: string,
  label: string,
  scheme: PartitionedSource['scheme'],
  place: SourcePlace,
): Promise<string | null> {
  const { marker } = scheme;
  const path = marker === undefined ? null : markerPath(uri, label, marker, scheme);
  if (path === null) return null;
  return (await isThere(path, place)) ? null : `no ${marker}`;
}

async function isThere(path: string, { baseDir, store }: SourcePlace): Promise<boolean> {
  if (isS3Uri(path)) {
    const { store: own, key } = s3Place(path, store);
    return (await own.list(key)).some((head) => head.key === key);
  }
  try {
    return (await stat(resolve(baseDir, path))).isFile();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new EspalierError(
      'features.source-missing',
      `${path} can't be looked for: ${(error as Error).message}.`,
      {
        details: { uri: path },
        cause: error,
      },
    );
  }
}

function rootOf(root: string, { baseDir }: SourcePlace): string {
  if (isS3Uri(root)) return root;
  const path = resolve(baseDir, root);
  return path.endsWith('/') ? path : `${path}/`;
}

/** With the partition's own folders, so that columns can be made of them. */
function nameBelow(root: string, { uri, name }: ListedObject): string {
  return uri.startsWith(root) ? uri.slice(root.length) : name;
}

/** A partition that is another one by a link would count its rows twice. */
function repeatedFiles(objects: readonly (ListedObject & { readonly partition: string })[]): string[] {
  const first = new Map<string, ListedObject & { readonly partition: string }>();
  const repeated: string[] = [];
  for (const object of objects) {
    const key = objectKey(object);
    const known = first.get(key);
    if (known === undefined) first.set(key, object);
    else if (known.partition !== object.partition) repeated.push(`${object.name} is ${known.name}`);
  }
  if (repeated.length === 0) return [];
  return [`partitions are the same by another name, and their rows would count twice: ${someOf(repeated)}`];
}

function passedOver(listings: readonly SourceListing[]): string[] {
  const notes = listings.flatMap(({ notes: own }) => own.filter((note) => note.startsWith('Passed over')));
  return notes.length > 3
    ? [...notes.slice(0, 3), `… and so in ${notes.length - 3} partitions more.`]
    : notes;
}
