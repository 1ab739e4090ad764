/** Responsible for tags and notes of runs: reading and changing them. Leaves to others: lists of runs by tag (tagged-runs.ts). */
import type { RunAnnotations, RunTags } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { changedTags, type TagChange, withNote } from './annotation-rules.js';
import { changeAnnotations, readAnnotations } from './kept-annotations.js';
import { addToIndex, removeFromIndex } from './tag-index.js';

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
   * Whatever dies on the way, no run has a tag by which it can't be found: the index is written before and after the run's record, and what
   * is too much there is passed over.
   * @returns the tags that the run has now
   * @throws EspalierError `workflow.run-not-found`, `request.invalid`
   */
  async tag(runId: string, change: TagChange): Promise<RunTags> {
    await this.requireRun(runId);
    changedTags((await this.read(runId)).tags, change);
    const set = Object.entries(change.set).map(([key, value]) => ({ key, value }));
    const index = async () => {
      for (const tag of set) await addToIndex(this.store, tag, runId);
    };
    await index();
    const { before, after } = await changeAnnotations(this.store, runId, (annotations) => ({
      ...annotations,
      tags: changedTags(annotations.tags, change),
    }));
    await index();
    const gone = Object.entries(before.tags).filter(([key, value]) => after.tags[key] !== value);
    for (const [key, value] of gone) await removeFromIndex(this.store, { key, value }, runId);
    if (gone.length === 0) return after.tags;
    // Another may have set the same again meanwhile.
    const { tags } = await this.read(runId);
    for (const [key, value] of gone) {
      if (tags[key] === value) await addToIndex(this.store, { key, value }, runId);
    }
    return tags;
  }

  /** @throws EspalierError `workflow.run-not-found`, `request.invalid` */
  async note(
    runId: string,
    { text, by }: { readonly text: string; readonly by: string },
  ): Promise<RunAnnotations> {
    await this.requireRun(runId);
    const note = { text, by, at: new Date().toISOString() };
    const { after } = await changeAnnotations(this.store, runId, (annotations) => ({
      ...annotations,
      notes: withNote(annotations, note),
    }));
    return after;
  }
}
