/**
 * Responsible for the objects that a URI names. What exists is named literally, file or folder; only where nothing of that name
 * exists is it a pattern. The same rules hold on disk and in S3.
 * Leaves to others: which names below a root are its files (source-names.ts).
 */
import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import type { ObjectHead, Store } from '@espalier/store';
import { factsOf } from './file-facts.js';
import { findFiles, withoutRepeats } from './local-files.js';
import { isS3Uri, s3Place } from './s3-place.js';
import {
  type ChosenNames,
  canBePattern,
  chooseNames,
  misplacedStars,
  type NamePattern,
  namePattern,
  someOf,
} from './source-names.js';
import type { SourceObject } from './source-object.js';

export interface SourcePlace {
  /** Folder that relative paths start from. */
  readonly baseDir: string;
  /** Where `s3://` URIs are read; null when there is no S3. */
  readonly store: Store | null;
}

export interface ListedObject extends SourceObject {
  /** Below the source's root, with `/`. */
  readonly name: string;
  /** Where the source is cut by time: the day or hour that it is of. */
  readonly partition?: string;
}

export interface SourceListing {
  /** In the order of their URIs' bytes; empty where nothing is there. */
  readonly objects: readonly ListedObject[];
  /** What was found and what was passed over, one sentence each; none where the URI names one file. */
  readonly notes: readonly string[];
  /** What belongs to the source and can't be read, one clause each. */
  readonly unreadable: readonly string[];
}

const nothing: SourceListing = { objects: [], notes: [], unreadable: [] };

/**
 * Lists what a path, folder, pattern or `s3://` URI names.
 * @throws EspalierError `features.source-missing` when there is no S3, or a folder on the way can't be read.
 */
export async function listSource(uri: string, place: SourcePlace): Promise<SourceListing> {
  const listing = isS3Uri(uri) ? await listS3(uri, place.store) : await listLocal(uri, place.baseDir);
  const bytes = new Map(listing.objects.map((object) => [object, Buffer.from(object.uri)]));
  const order = (object: ListedObject) => bytes.get(object) as Buffer;
  return { ...listing, objects: [...listing.objects].sort((a, b) => Buffer.compare(order(a), order(b))) };
}

async function listLocal(uri: string, baseDir: string): Promise<SourceListing> {
  let root = isAbsolute(uri) ? '/' : resolve(baseDir);
  const segments = uri.split('/').filter((segment) => segment !== '');
  let entry = await statOf(root);
  for (const [index, segment] of segments.entries()) {
    const next = await statOf(join(root, segment));
    if (next === null) return await listMatches(root, segments.slice(index), uri);
    root = join(root, segment);
    entry = next;
  }
  if (entry?.isFile()) {
    const name = segments.at(-1) ?? '';
    return { ...nothing, objects: [localObject(root, name, entry)] };
  }
  return entry?.isDirectory() ? await listBelow(root, null, uri) : nothing;
}

async function listMatches(root: string, segments: readonly string[], uri: string): Promise<SourceListing> {
  const pattern = patternOf(segments, uri);
  return pattern === null ? nothing : await listBelow(root, pattern, uri);
}

async function listBelow(root: string, pattern: NamePattern | null, uri: string): Promise<SourceListing> {
  const found = await findFiles(root, pattern);
  const chosen = chooseNames(found.names, pattern);
  const unreadable = [...found.unreadable];
  const objects: ListedObject[] = [];
  const { names, repeated } = await withoutRepeats(root, chosen.names, found);
  for (const name of names) {
    const path = join(root, name);
    const entry = await stat(path, { bigint: true }).catch(() => null);
    if (entry?.isFile()) objects.push(localObject(path, name, entry));
    else if (entry === null)
      unreadable.push(`${path} can't be opened: a link to nothing, or a name that is not UTF-8`);
  }
  const links = [...repeated, ...found.loops];
  const passedOver = [...chosen.passedOver, ...(links.length > 0 ? [someOf(links)] : [])];
  const notes = notesOf(uri, pattern, objects, { ...chosen, passedOver });
  return { objects, notes, unreadable };
}

function localObject(uri: string, name: string, entry: BigIntStats): ListedObject {
  const version = factsOf(entry);
  return { uri, name, sizeBytes: version.sizeBytes, version };
}

/** Null where nothing is there. */
async function statOf(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw new EspalierError('features.source-missing', `${path} can't be looked at (${code}).`, {
      cause: error,
      details: { path },
    });
  }
}

async function listS3(uri: string, store: Store | null): Promise<SourceListing> {
  const place = s3Place(uri, store);
  const { key } = place;
  const wildcard = key.search(/[*?[\\]/);
  const listed = await place.store.list(wildcard < 0 ? key : key.slice(0, wildcard));
  const toObject = (head: ObjectHead, name: string): ListedObject => {
    const uri = place.store.uri(head.key);
    return { uri, name, sizeBytes: head.sizeBytes, version: { etag: requireEtag(head, uri) } };
  };
  const exact = listed.find((head) => head.key === key);
  if (exact !== undefined && !key.endsWith('/')) {
    return { ...nothing, objects: [toObject(exact, key.split('/').at(-1) ?? key)] };
  }
  // Some tools write an object for each folder.
  const heads = listed.filter((head) => !head.key.endsWith('/'));
  const { root, rest } = literalPart(key.replace(/\/$/, ''), heads);
  const pattern = rest.length === 0 ? null : patternOf(rest, uri);
  if (rest.length > 0 && pattern === null) return nothing;
  const below = new Map(
    heads.filter((head) => head.key.startsWith(root)).map((head) => [head.key.slice(root.length), head]),
  );
  const chosen = chooseNames([...below.keys()], pattern);
  const objects = chosen.names.map((name) => toObject(below.get(name) as ObjectHead, name));
  return { objects, notes: notesOf(uri, pattern, objects, chosen), unreadable: [] };
}

/** @throws EspalierError `store.unsupported` where the service tells nothing by which a change could be seen */
function requireEtag({ etag, key }: ObjectHead, uri: string): string {
  if (/[^"\s]/.test(etag)) return etag;
  throw new EspalierError(
    'store.unsupported',
    `${uri} has no ETag in the service's listing, so that nobody could tell if it changed while it is in use.`,
    { details: { key } },
  );
}

/** As many folders of a key as exist under their very names, with a slash at the end, and the segments after them. */
function literalPart(key: string, heads: readonly ObjectHead[]): { root: string; rest: readonly string[] } {
  const segments = key === '' ? [] : key.split('/');
  let root = '';
  for (const [index, segment] of segments.entries()) {
    const folder = `${root}${segment}/`;
    if (!heads.some((head) => head.key.startsWith(folder))) return { root, rest: segments.slice(index) };
    root = folder;
  }
  return { root, rest: [] };
}

function patternOf(segments: readonly string[], uri: string): NamePattern | null {
  const text = segments.join('/');
  if (!canBePattern(text)) return null;
  const stars = misplacedStars(text);
  if (stars === null) return namePattern(text);
  throw new EspalierError('features.source-missing', `In ${uri}, ${stars}.`, { details: { uri } });
}

function notesOf(
  uri: string,
  pattern: NamePattern | null,
  objects: readonly ListedObject[],
  { passedOver }: ChosenNames,
): string[] {
  const names = objects.map((object) => object.name).sort();
  const verb = pattern === null ? 'holds' : 'matches';
  const count = names.length === 1 ? '1 file' : `${names.length.toLocaleString('en-US')} files`;
  const found = names.length > 0 ? [`${uri} ${verb} ${count}: ${someOf(names)}.`] : [];
  return [...found, ...passedOver.map((clause) => `Passed over in ${uri}: ${clause}.`)];
}
