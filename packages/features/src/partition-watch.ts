/**
 * Responsible for which partitions of a pipeline's source are there, whole, and what each one's content is: looked at again and again.
 * Leaves to others: what a run reads of them (list-partitions.ts), what follows from a new one (workflows).
 */
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Digest, SourceIdentity } from '@espalier/domain';
import {
  hasPlaceholder,
  partitionAt,
  partitionSegment,
  partitionUri,
  templateRoot,
  windowBefore,
} from '@espalier/partitions';
import type { PipelineSpec } from '@espalier/spec';
import { digestOfJson, mapBounded } from '@espalier/store';
import { differences, type FileFacts } from './file-facts.js';
import { missingMarker } from './list-partitions.js';
import { type ListedObject, listSource, type SourcePlace } from './list-source.js';
import { isS3Uri, s3Place } from './s3-place.js';
import { identifyObjects, sourceDigest } from './source-identity.js';
import { isS3Version } from './source-object.js';

type Scheme = NonNullable<PipelineSpec['partitions']>;
type Split = 'train' | 'eval';
type CutSource = Pick<PipelineSpec, 'source' | 'partitions'>;

export interface PresentPartition {
  readonly label: string;
  readonly digest: Digest;
  /** Of each part of the source that is cut by time, as a plan tells it where no folder makes a column. */
  readonly splits: Readonly<Partial<Record<Split, Digest>>>;
}

interface WatchedSource {
  readonly scheme: Scheme;
  /** URIs with a placeholder, of each part of the source. */
  readonly templates: readonly (readonly [Split, string])[];
}

const partitionsAtOnce = 8;
/** How far back from today's, or this hour's, partitions are looked for. */
const mostBack = 5_000;

export class PartitionWatch {
  /** What local files were at the last look, by path: one that the file system calls unchanged is not read again. */
  readonly #known = new Map<string, { readonly facts: FileFacts; readonly identity: SourceIdentity }>();

  constructor(private readonly place: SourcePlace & { readonly signal?: AbortSignal | undefined }) {}

  /**
   * Those of the newest partitions that are there with their marker, oldest first: of a source with several parts those that all of them have.
   * @param newest how many are looked at
   * @param nowMs milliseconds since 1970; later ones are not looked for
   * @throws EspalierError `features.source-missing`; `features.source-changed` where a file is being written to
   */
  async newest(source: CutSource, newest: number, nowMs: number): Promise<readonly PresentPartition[]> {
    const watched = watchedSource(source);
    if (watched === null) return [];
    const now = partitionAt(nowMs, watched.scheme);
    const names = await this.#names(watched);
    // Where no listing tells them apart, those of the calendar are looked for one by one.
    const last = names === null ? newest : mostBack;
    const labels = windowBefore(now, { last, skip: 0 }, watched.scheme).filter((label) =>
      names === null ? true : names.names.has(partitionUri(names.segment, label, watched.scheme)),
    );
    return this.#present(watched, labels.slice(-newest));
  }

  /** Those of the partitions that are there with their marker, in the order given. Errors as `newest`. */
  async among(source: CutSource, labels: readonly string[]): Promise<readonly PresentPartition[]> {
    const watched = watchedSource(source);
    return watched === null ? [] : this.#present(watched, labels);
  }

  async #present(watched: WatchedSource, labels: readonly string[]): Promise<readonly PresentPartition[]> {
    const found = await mapBounded(labels, partitionsAtOnce, (label) => this.#look(watched, label));
    return found.filter((partition) => partition !== null);
  }

  async #look({ scheme, templates }: WatchedSource, label: string): Promise<PresentPartition | null> {
    const splits: Partial<Record<Split, Digest>> = {};
    const digests = new Map<string, Digest>();
    for (const [split, uri] of templates) {
      const digest = digests.get(uri) ?? (await this.#digest(uri, label, scheme));
      if (digest === null) return null;
      digests.set(uri, digest);
      splits[split] = digest;
    }
    const [only] = digests.values();
    const digest = digests.size === 1 && only !== undefined ? only : digestOfJson(splits);
    return { label, digest, splits };
  }

  async #digest(uri: string, label: string, scheme: Scheme): Promise<Digest | null> {
    this.place.signal?.throwIfAborted();
    if ((await missingMarker(uri, label, scheme, this.place)) !== null) return null;
    const { objects } = await listSource(partitionUri(uri, label, scheme), this.place);
    if (objects.length === 0) return null;
    const contents = await mapBounded(objects, partitionsAtOnce, async (object) => ({
      identity: await this.#identity(object),
      partitions: [],
    }));
    return sourceDigest([contents]);
  }

  async #identity(object: ListedObject): Promise<SourceIdentity> {
    const { uri, version } = object;
    const known = this.#known.get(uri);
    if (!isS3Version(version) && known !== undefined && differences(known.facts, version).length === 0) {
      return known.identity;
    }
    const [identified] = await identifyObjects([object], this.place.signal);
    const { identity } = identified as NonNullable<typeof identified>;
    if (!isS3Version(version)) this.#known.set(uri, { facts: version, identity });
    return identity;
  }

  /** What lies where partitions lie, by one listing; null where one does not tell. */
  async #names({ scheme, templates }: WatchedSource) {
    const [[, template] = ['train', '']] = templates;
    const segment = partitionSegment(template, scheme);
    if (segment === null) return null;
    const root = templateRoot(template, scheme.key);
    if (!isS3Uri(root)) {
      const entries = await readdir(resolve(this.place.baseDir, root)).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return [];
          throw error;
        },
      );
      return { segment, names: new Set(entries) };
    }
    const { store, key } = s3Place(root, this.place.store);
    const folders = await store.listFolders(key);
    return { segment, names: new Set(folders.map((folder) => folder.slice(key.length, -1))) };
  }
}

function watchedSource({ source, partitions: scheme }: CutSource): WatchedSource | null {
  if (scheme === undefined) return null;
  const templates = (['train', 'eval'] as const).flatMap((split) => {
    const uri = source[split]?.uri;
    return uri !== undefined && hasPlaceholder(uri, scheme.key) ? [[split, uri] as const] : [];
  });
  return templates.length === 0 ? null : { scheme, templates };
}
