/** What is known of the champion that a run's model is to be compared with: decided once for the run, before anything is scored. */
import type { Digest } from '../artifact.js';

export interface NamedChampion {
  readonly version: number;
  readonly bundle: { readonly uri: string; readonly digest: Digest };
}

export interface FoundChampion {
  readonly model: string;
  /** Null where the model has none yet. */
  readonly champion: NamedChampion | null;
  /** Why the held-out rows are none to compare the two on, as a clause; null where they are, or there is no champion. */
  readonly refusal: string | null;
  /** Tasks that the champion does not have, or means something else by, each with the reason as a clause. */
  readonly otherTasks: Readonly<Record<string, string>>;
  /** Labels of the partitions that the held-out rows are of; empty where the source is not cut by time. */
  readonly partitions: readonly string[];
}
