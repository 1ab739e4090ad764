/**
 * Responsible for what a run's stages have made: which artifacts there are, and the bytes of one.
 * Leaves to others: whether there is such a run (espalier-client.ts).
 */
import { type Digest, EspalierError, type PartRef } from '@espalier/domain';
import { committedManifests, mapBounded, readManifest, type Store } from '@espalier/store';

/** A part of what a stage has committed, whichever run has computed it. */
export interface RunArtifact {
  /** ID of the stage's instance. */
  readonly stage: string;
  /** Such as `train/shard-00003.parquet`. */
  readonly name: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export interface OpenedArtifact extends RunArtifact {
  /** They end in an error, and not whole, unless they are as the digest says. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export class ArtifactClient {
  /** @param requireRun rejects for what is no run */
  constructor(
    private readonly store: Store,
    private readonly requireRun: (runId: string) => Promise<unknown>,
  ) {}

  /** What the run's stages have made so far, by stage and name. @throws EspalierError `workflow.run-not-found` */
  async list(runId: string): Promise<readonly RunArtifact[]> {
    await this.requireRun(runId);
    return runArtifacts(this.store, runId);
  }

  /** One of them, with its bytes. @throws EspalierError `workflow.run-not-found`, `workflow.artifact-not-found` */
  async open(runId: string, stage: string, name: string): Promise<OpenedArtifact> {
    await this.requireRun(runId);
    return openRunArtifact(this.store, runId, { stage, name });
  }
}

const readsAtOnce = 16;

/** By stage and name. A stage whose manifest `gc` has freed has none any more. */
async function runArtifacts(store: Store, runId: string): Promise<readonly RunArtifact[]> {
  const stages = Object.keys(await committedManifests(store, runId));
  const found = await mapBounded(stages, readsAtOnce, async (stage) =>
    (await partsOf(store, runId, stage)).map(({ name, digest, sizeBytes }) => ({
      stage,
      name,
      digest,
      sizeBytes,
    })),
  );
  return found.flat().sort((a, b) => compared(a.stage, b.stage) || compared(a.name, b.name));
}

/** @throws EspalierError `workflow.artifact-not-found` */
async function openRunArtifact(
  store: Store,
  runId: string,
  { stage, name }: Pick<RunArtifact, 'stage' | 'name'>,
): Promise<OpenedArtifact> {
  const part = (await partsOf(store, runId, stage)).find((each) => each.name === name);
  // A manifest may outlive its parts.
  const isThere = part !== undefined && (await store.headObject(part.key)) !== null;
  if (!isThere) {
    throw new EspalierError(
      'workflow.artifact-not-found',
      `Stage ${stage} of ${runId} has no artifact ${name}, or has it no more.`,
      { details: { runId, stage, name } },
    );
  }
  const { digest, sizeBytes } = part;
  return { stage, name, digest, sizeBytes, bytes: store.stream(part) };
}

async function partsOf(store: Store, runId: string, stage: string): Promise<readonly PartRef[]> {
  const ref = (await committedManifests(store, runId))[stage];
  if (ref === undefined) return [];
  try {
    return (await readManifest(store, ref)).parts;
  } catch (error) {
    if (error instanceof EspalierError && error.code === 'store.not-found') return [];
    throw error;
  }
}

function compared(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
