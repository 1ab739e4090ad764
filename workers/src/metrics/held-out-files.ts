/**
 * Responsible for columns of held-out rows in a scratch folder, written shard by shard: no more than one shard is in memory.
 * Leaves to others: what they are measured by (measure-evaluation.ts, measure-comparison.ts).
 */
import { type ColumnFile, halvesOf, ScratchFiles, type StoredColumn } from '@espalier/metrics';

type PredictionKind = 'float32' | 'uint32';

/** What rows are grouped by. */
export interface StoredClusters {
  /** The column's name. */
  readonly column: string;
  /** IDs of all rows' clusters, as `halvesOf` gives them. */
  readonly ids: StoredColumn;
}

export class HeldOutFiles {
  readonly #files: ScratchFiles;
  readonly #open: { close(): void }[] = [];

  constructor(folder: string) {
    this.#files = new ScratchFiles(folder, 'held-out');
  }

  column<Kind extends PredictionKind>(kind: Kind): ColumnFile<Kind> {
    const file = this.#files.column(kind);
    this.#open.push(file);
    return file;
  }

  clusters(column: string): ClusterFile {
    return new ClusterFile(column, this.column('uint32'));
  }

  /** All of them are written. */
  close(): void {
    for (const file of this.#open) file.close();
  }
}

class ClusterFile {
  constructor(
    private readonly name: string,
    private readonly ids: ColumnFile<'uint32'>,
  ) {}

  /** @throws RangeError where the shard has none */
  append(ids: BigUint64Array | null): void {
    if (ids === null) throw new RangeError(`a shard of predictions lacks the clusters by ${this.name}`);
    this.ids.append(halvesOf(ids));
  }

  get stored(): StoredClusters {
    return { column: this.name, ids: this.ids.stored };
  }
}
