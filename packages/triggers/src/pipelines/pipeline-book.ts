/**
 * Responsible for registered pipelines as S3 has them: which there are, what each version says, new versions. Temporal need not be there.
 * Leaves to others: running them (run-registered.ts).
 */
import { randomUUID } from 'node:crypto';
import {
  EspalierError,
  isSameSource,
  modelNamePattern,
  type PipelineReference,
  type PipelineSource,
  type PipelineVersion,
} from '@espalier/domain';
import {
  addPipelineVersion,
  latestPipelineVersion,
  listPipelines,
  pipelineNames,
  readPipelineVersion,
  readPipelineVersions,
} from '@espalier/registry';
import {
  isLocalPlace,
  type LoadedSpec,
  type LoadOptions,
  loadSpecText,
  nearestName,
  sourcePlaces,
  startsFromFolder,
} from '@espalier/spec';
import type { AskedPage, Page, Store } from '@espalier/store';
import { type AskedBy, requireAskedBy } from '../asked-by.js';

/** A version that says what the pipeline is. */
export type RegisteredPipeline = PipelineVersion & { readonly source: PipelineSource };

export interface AppliedPipeline {
  readonly pipeline: RegisteredPipeline;
  /** False where it was registered so already. */
  readonly isNew: boolean;
  readonly notes: readonly string[];
}

/** As the server takes it, too. */
const mostCharacters = 200_000;

export class PipelineBook {
  constructor(private readonly store: Store) {}

  /** Pipelines by name, each as it stands, by the page. @throws EspalierError `request.invalid` for a cursor of another list */
  async list(asked: AskedPage): Promise<Page<RegisteredPipeline>> {
    const { items, nextCursor } = await listPipelines(this.store, asked);
    return { items: items.filter(isRegistered), nextCursor };
  }

  /** @throws EspalierError `registry.unknown-pipeline` */
  async find({ name, version }: PipelineReference): Promise<RegisteredPipeline> {
    const found =
      version === null
        ? await latestPipelineVersion(this.store, name)
        : await readPipelineVersion(this.store, name, version);
    if (found !== null && isRegistered(found)) return found;
    throw found === null ? await this.#unknown(name, version) : deleted(found);
  }

  /** The latest versions, the last one first, among them those that say that the pipeline was deleted. */
  versions(name: string, limit: number): Promise<readonly PipelineVersion[]> {
    return readPipelineVersions(this.store, name, limit);
  }

  /**
   * Registers what the file says, under the pipeline's own name. Options that changed the file's values are no part of it.
   * @throws EspalierError `request.invalid`, `store.*`
   */
  async apply({ spec, text, path, baseDir, changes }: LoadedSpec, asked: AskedBy): Promise<AppliedPipeline> {
    requireAskedBy(asked);
    if (changes.length > 0) throw new RangeError('a pipeline is registered as its file says it');
    if (!modelNamePattern.test(spec.name)) {
      throw new EspalierError(
        'request.invalid',
        `${JSON.stringify(spec.name)} can't be registered: a name has small letters, digits, - and _, 63 at most.`,
      );
    }
    if (text.length > mostCharacters) {
      throw new EspalierError(
        'request.invalid',
        `${path} has ${text.length} characters; ${mostCharacters} can be registered.`,
      );
    }
    const local = sourcePlaces(spec).filter(isLocalPlace);
    // Where nothing starts from it the folder is no part of what the pipeline is.
    const isFromFolder = local.some(startsFromFolder);
    const source = { text, path, baseDir: isFromFolder ? baseDir : '/' };
    const { version, isNew } = await addPipelineVersion(
      this.store,
      { ...asked, pipeline: spec.name, request: randomUUID() },
      (latest) => (latest?.source && isSameSource(latest.source, source) ? undefined : source),
    );
    if (!isRegistered(version)) throw new RangeError('a version that was added has its source');
    const places = [...new Set(local.map(({ uri }) => uri))].join(', ');
    const folder = isFromFolder ? `, from ${baseDir} on` : '';
    const notes =
      local.length === 0
        ? []
        : [`Every machine that runs it needs the files that it reads${folder}: ${places}.`];
    return { pipeline: version, isNew, notes };
  }

  /**
   * Says that there is no such pipeline any more; its versions and runs stay.
   * @returns the version that says so
   * @throws EspalierError `registry.unknown-pipeline`, `request.invalid`
   */
  async remove(name: string, asked: AskedBy): Promise<PipelineVersion> {
    requireAskedBy(asked);
    await this.find({ name, version: null });
    const { version } = await addPipelineVersion(
      this.store,
      { ...asked, pipeline: name, request: randomUUID() },
      // Another has deleted it meanwhile.
      (latest) => (latest?.source == null ? undefined : null),
    );
    return version;
  }

  /** What a version runs. @throws EspalierError `spec.invalid` where options are wrong, or this version of Espalier takes it no more */
  load({ pipeline, version, source }: RegisteredPipeline, options: LoadOptions = {}): LoadedSpec {
    const name = `${pipeline}@${version}`;
    const loaded = loadSpecText(source.text, { name, baseDir: source.baseDir }, options);
    return { ...loaded, changes: [name, ...loaded.changes] };
  }

  async #unknown(name: string, version: number | null): Promise<EspalierError> {
    const details = { pipeline: name, ...(version === null ? {} : { version }) };
    const latest = version === null ? null : await latestPipelineVersion(this.store, name);
    if (latest !== null) {
      const message = `${name} has no version ${version}: its latest is ${latest.version}.`;
      return new EspalierError('registry.unknown-pipeline', message, { details });
    }
    const known = await pipelineNames(this.store);
    const near = nearestName(name, known);
    const hint =
      near !== null ? ` Is it ${near}?` : known.length === 0 ? ' No pipeline is registered yet.' : '';
    return new EspalierError('registry.unknown-pipeline', `There is no pipeline ${name}.${hint}`, {
      details,
    });
  }
}

function isRegistered(version: PipelineVersion): version is RegisteredPipeline {
  return version.source !== null;
}

function deleted({ pipeline, version, by, at }: PipelineVersion): EspalierError {
  const before = version > 1 ? ` The version before was ${pipeline}@${version - 1}.` : '';
  return new EspalierError(
    'registry.unknown-pipeline',
    `The pipeline ${pipeline} was deleted by ${by} at ${at}, as version ${version}.${before}`,
    { details: { pipeline, version } },
  );
}
