/** Responsible for tags and notes of runs: reading and changing them. Leaves to others: lists of runs by tag (tagged-runs.ts). */
import { isDeepStrictEqual } from 'node:util';
import type { RunAnnotations, RunTags } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { changedTags, type Tag, type TagChange, withNote } from './annotation-rules.js';
import { changeAnnotations, readAnnotations } from './kept-annotations.js';
import { addToIndex, entryEtag, removeFromIndex } from './tag-index.js';

/** Of the index, as it was before a tag was removed. */
interface Entry {
  readonly tag: Tag;
  readonly etag: string | null;
}

const tagsOf = (tags: RunTags): readonly Tag[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));
const goneOf = (before: RunTags, after: RunTags) =>
  tagsOf(before).filter(({ key, value }) => after[key] !== value);

export class AnnotationClient {
  /** @param requireRun rejects for what is no run */
  constructor(
    private readonly store: Store,
    private readonly requireRun: (runId: string) => Promise<unknown>,
  ) {}

  /** None of a run that nobody has said anything of. */
  read(runId: string): Promise<RunAnnotations> {
    return readAnnotations(this.store, runId);
  }

  /**
   * No run has a tag by which it can't be found, also where one of those who change it at once dies on the way: the index is written before and
   * after the run's record, an entry is removed only as it was before the record, and what is too much there is passed over.
   * @returns the tags that the run has now
   * @throws EspalierError `workflow.run-not-found`, `request.invalid`
   */
  async tag(runId: string, change: TagChange): Promise<RunTags> {
    await this.requireRun(runId);
    changedTags((await this.read(runId)).tags, change);
    const set = tagsOf(change.set);
    const index = async () => {
      for (const tag of set) await addToIndex(this.store, tag, runId);
    };
    await index();
    let entries: readonly Entry[] = [];
    const { after } = await changeAnnotations(this.store, runId, async (annotations) => {
      const tags = changedTags(annotations.tags, change);
      entries = await this.#entriesOf(runId, goneOf(annotations.tags, tags));
      return { ...annotations, tags };
    });
    await index();
    for (const { tag, etag } of entries) {
      if (etag !== null) await removeFromIndex(this.store, tag, runId, etag);
    }
    if (entries.length === 0) return after.tags;
    // Another that has died may have set the same again meanwhile.
    const { tags } = await this.read(runId);
    for (const { tag } of entries) {
      if (tags[tag.key] === tag.value) await addToIndex(this.store, tag, runId);
    }
    return tags;
  }

  #entriesOf(runId: string, tags: readonly Tag[]): Promise<readonly Entry[]> {
    return Promise.all(tags.map(async (tag) => ({ tag, etag: await entryEtag(this.store, tag, runId) })));
  }

  /** @throws EspalierError `workflow.run-not-found`, `request.invalid` */
  async note(
    runId: string,
    { text, by }: { readonly text: string; readonly by: string },
  ): Promise<RunAnnotations> {
    await this.requireRun(runId);
    const note = { text, by, at: new Date().toISOString() };
    const { after } = await changeAnnotations(this.store, runId, (annotations) =>
      // Written before, and the answer was lost.
      annotations.notes.some((kept) => isDeepStrictEqual(kept, note))
        ? annotations
        : { ...annotations, notes: withNote(annotations, note) },
    );
    return after;
  }
}
