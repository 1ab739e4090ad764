/**
 * Responsible for one watcher a run, whatever the number of viewers: it begins with the first and ends with the last.
 * Leaves to others: how a viewer is told (routes/run-events.ts), what a snapshot is (client).
 */
import { createHash } from 'node:crypto';
import type { EspalierClient, RunSnapshot } from '@espalier/client';
import { canonicalJson } from '@espalier/domain';

export interface WatchedState {
  /** Of what the snapshot says: the same for every server and watcher, so that a viewer who comes back is told only what is new. */
  readonly id: string;
  readonly snapshot: RunSnapshot;
  readonly ended: boolean;
}

export interface Viewer {
  onState(state: WatchedState): void;
  /** Nobody can tell how the run goes on; the viewer has left then. */
  onFailure(error: unknown): void;
}

interface Watcher {
  readonly viewers: Set<Viewer>;
  readonly ending: AbortController;
  latest: WatchedState | null;
}

export class RunWatchers {
  readonly #client: EspalierClient;
  readonly #watchers = new Map<string, Watcher>();

  constructor(client: EspalierClient) {
    this.#client = client;
  }

  /** Runs that are watched now. */
  get watched(): readonly string[] {
    return [...this.#watchers.keys()];
  }

  /**
   * Tells the viewer the latest state, as far as it is known, and each that differs from the one before.
   * @returns leaves
   */
  view(runId: string, viewer: Viewer): () => void {
    const watcher = this.#watchers.get(runId) ?? this.#begin(runId);
    watcher.viewers.add(viewer);
    if (watcher.latest !== null) viewer.onState(watcher.latest);
    return () => {
      if (!watcher.viewers.delete(viewer)) return;
      if (watcher.viewers.size === 0) this.#end(runId, watcher);
    };
  }

  /** Ends all of them. */
  close(): void {
    for (const [runId, watcher] of this.#watchers) this.#end(runId, watcher);
  }

  #begin(runId: string): Watcher {
    const watcher: Watcher = { viewers: new Set(), ending: new AbortController(), latest: null };
    this.#watchers.set(runId, watcher);
    void this.#watch(runId, watcher);
    return watcher;
  }

  #end(runId: string, watcher: Watcher): void {
    watcher.ending.abort();
    if (this.#watchers.get(runId) === watcher) this.#watchers.delete(runId);
  }

  async #watch(runId: string, watcher: Watcher): Promise<void> {
    const { signal } = watcher.ending;
    try {
      for await (const snapshot of this.#client.watch(runId, { signal })) {
        if (signal.aborted) return;
        const state = stateOf(snapshot);
        if (state.id === watcher.latest?.id) continue;
        watcher.latest = state;
        for (const viewer of [...watcher.viewers]) viewer.onState(state);
      }
    } catch (error) {
      if (signal.aborted) return;
      for (const viewer of [...watcher.viewers]) viewer.onFailure(error);
    } finally {
      // Whoever comes now begins another.
      if (this.#watchers.get(runId) === watcher) this.#watchers.delete(runId);
    }
  }
}

const idLength = 24;

function stateOf({ progress, activities }: RunSnapshot): WatchedState {
  const told = canonicalJson({ progress, activities });
  return {
    id: createHash('sha256').update(told).digest('hex').slice(0, idLength),
    snapshot: { progress, activities },
    ended: progress.status !== 'running',
  };
}
