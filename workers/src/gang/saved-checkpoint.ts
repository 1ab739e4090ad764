/** Responsible for reading a stage's latest training checkpoint back; checkpoint-writer.ts writes it. */
import { EspalierError } from '@espalier/domain';
import { assembleCheckpoint, type Checkpoint } from '@espalier/ranker';
import { latestCheckpoint, readCheckpointParts, type StageId, type Store } from '@espalier/store';

/**
 * The latest checkpoint, its parts verified, or null where there is none. Holds one copy of the state and a few parts.
 * @throws EspalierError `store.corrupt` with the key of the part, `store.unreachable`, `trainer.invalid-checkpoint`
 */
export async function readSavedCheckpoint(store: Store, id: StageId): Promise<Checkpoint | null> {
  for (let missedStep = -1; ; ) {
    const stored = await latestCheckpoint(store, id);
    if (stored === null) return null;
    const assembly = assembleCheckpoint(stored.meta);
    try {
      await readCheckpointParts(store, stored, (name, bytes) => assembly.addPart(name, bytes));
      return assembly.finish();
    } catch (error) {
      const gone = error instanceof EspalierError && error.code === 'store.not-found';
      if (!gone || stored.step === missedStep) throw error;
      // A newer one may have taken its place between the reads.
      missedStep = stored.step;
    }
  }
}
